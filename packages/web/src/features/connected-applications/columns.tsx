import type { ApprovedScope, RefreshToken } from '@countersign/sdk';
import { LastAccess } from '../../lib/last-access.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import { TagRow } from '../../ui/tag-row.tsx';

type Service = RefreshToken['client'];

const { columns: heads } = t.connectedApplications;

/** What both lists say: which application, where, and since when. */
function commonColumns<Row extends { readonly client: Service; readonly creationTime: number }>(
  scopeOf: (row: Row) => readonly Service[],
  now: number,
): readonly ListColumn<Row, 'name'>[] {
  return [
    {
      key: 'application',
      head: heads.application,
      names: true,
      cell: ({ client }) => <EntityName name={client.name} />,
    },
    { key: 'scope', head: heads.scope, cell: (row) => <Services services={scopeOf(row)} /> },
    {
      key: 'granted',
      head: heads.granted,
      cell: ({ creationTime }) => <Moment instant={creationTime} now={now} />,
    },
  ];
}

export function connectionColumns(now: number): readonly ListColumn<RefreshToken, 'name'>[] {
  return [
    ...commonColumns<RefreshToken>(({ audience }) => audience, now),
    {
      key: 'lastAccess',
      head: heads.lastAccess,
      cell: (connection) => <LastAccess credential={connection} now={now} />,
    },
    {
      key: 'expires',
      head: heads.expires,
      cell: ({ expires }) => <Moment instant={expires} now={now} />,
    },
  ];
}

export function consentColumns(now: number): readonly ListColumn<ApprovedScope, 'name'>[] {
  return commonColumns<ApprovedScope>(({ scope }) => scope, now);
}

/** None where the application only learns who somebody is. */
function Services({ services }: { services: readonly Service[] }) {
  if (services.length === 0) return <Faint>{t.connectedApplications.signInOnly}</Faint>;
  return (
    <TagRow
      items={services.map(({ id, name }) => ({ id, text: name }))}
      moreText={(count) => t.connectedApplications.more({ count })}
    />
  );
}
