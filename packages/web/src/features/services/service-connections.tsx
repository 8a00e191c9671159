import type { RefreshToken, Service } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { meQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { BinIcon, UserIcon } from '../../ui/icons.tsx';
import { connectionColumns } from './connection-columns.tsx';
import { EndConnections } from './end-connections.tsx';
import { connectedQuery, connectionsShape, useConnectionsOf, useEndConnections } from './queries.ts';

/** For whom the service acts: some of it, or all of it, ends here. */
export function ServiceConnections({ service }: { service: Service }) {
  const now = useNow();
  const [search, onView] = useState<ListSearch>({});
  const view = parseListView(connectionsShape, search);
  const data = useConnectionsOf(service.id, view);
  const connected = useQuery(connectedQuery(service.id));
  const selection = useListSelection(data.rows);
  const refusal = useActs('services', service.id).reasonOf('endConnections');
  const me = useQuery(meQuery);
  const act = useEndConnections(service.id);
  const [doomed, setDoomed] = useState<readonly RefreshToken[]>([]);
  const [isEnding, setEnding] = useState(false);
  const [isEndingAll, setEndingAll] = useState(false);
  const words = t.serviceConnections;
  const common = t.connectedApplications.connections;
  const nameOf = ({ user }: RefreshToken) => (user.login === '' ? user.id : user.login);
  const { chosen } = selection;
  const count = doomed.length;
  const onEnd = (rows: readonly RefreshToken[]) => {
    setDoomed(rows);
    setEnding(true);
  };
  const none = data.total === 0 ? words.noneToEnd : undefined;
  return (
    <PageSection
      title={words.title}
      lead={connected.data === undefined ? words.lead : words.connected(connected.data)}
    >
      <EntityList
        shape={connectionsShape}
        view={view}
        onView={(change) => onView((before) => ({ ...before, ...change }))}
        data={data}
        selection={selection}
        columns={connectionColumns(now, me.data?.id ?? '')}
        nameOf={nameOf}
        onDelete={refusal === undefined ? onEnd : undefined}
        acts={
          <>
            <Button
              icon={<BinIcon />}
              disabledReason={refusal ?? (chosen.length === 0 ? words.selectFirst : undefined)}
              onClick={() => onEnd(chosen)}
            >
              {common.end({ count: chosen.length })}
            </Button>
            <Button icon={<BinIcon />} disabledReason={refusal ?? none} onClick={() => setEndingAll(true)}>
              {words.endAll}
            </Button>
          </>
        }
        empty={{ icon: <UserIcon />, text: words.empty }}
        texts={{ label: words.table, what: words.whatList, total: common.total }}
      />
      <ConfirmOneByOne
        open={isEnding}
        rows={doomed}
        nameOf={nameOf}
        act={act}
        texts={{
          title: words.endTitle({ names: doomed.map(nameOf) }),
          submit: common.submit({ count }),
          pending: common.pending,
          done: words.ended,
          failed: common.failed,
        }}
        onDone={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={() => setEnding(false)}
      >
        <p>{words.endText({ count, name: service.name })}</p>
      </ConfirmOneByOne>
      <EndConnections
        service={service}
        connected={connected.data}
        open={isEndingAll}
        onClose={() => setEndingAll(false)}
      />
    </PageSection>
  );
}
