import type { RefreshToken } from '@countersign/sdk';
import { type ReactNode, useState } from 'react';
import { ConfirmOneByOne } from '../../lib/list/confirm-one-by-one.tsx';
import { EntityList } from '../../lib/list/entity-list.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { useListSelection } from '../../lib/list/list-selection.ts';
import type { OneByOne } from '../../lib/list/one-by-one.ts';
import type { WholeList } from '../../lib/list/whole-list.ts';
import type { connectedApplications } from '../../lib/messages/connected-applications.ts';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { BinIcon, ServiceIcon } from '../../ui/icons.tsx';

interface OfApplication {
  readonly id: string;
  readonly client: RefreshToken['client'];
}

export interface EndableListProps<Row extends OfApplication> {
  readonly list: WholeList<Row>;
  readonly columns: readonly ListColumn<Row, 'name'>[];
  readonly words: (typeof connectedApplications)['connections' | 'consents'];
  readonly login: string | undefined;
  readonly act: OneByOne<Row>;
  /** Why none can be ended; undefined where they can. */
  readonly refusal: string | undefined;
  /** What is said of one before it is ended. */
  readonly noteOf?: (row: Row) => ReactNode;
}

/** A list of what applications may do, each by the application's name, and the end of some of it. */
export function EndableList<Row extends OfApplication>(props: EndableListProps<Row>) {
  const { list, columns, words, login, act, refusal, noteOf } = props;
  const selection = useListSelection(list.data.rows);
  const [open, setOpen] = useState(false);
  const [doomed, setDoomed] = useState<readonly Row[]>([]);
  const nameOf = ({ client }: Row) => client.name;
  const { chosen } = selection;
  const count = doomed.length;
  const onEnd = (rows: readonly Row[]) => {
    setDoomed(rows);
    setOpen(true);
  };
  return (
    <>
      <EntityList
        {...list}
        selection={selection}
        columns={columns}
        nameOf={nameOf}
        onDelete={refusal === undefined ? onEnd : undefined}
        acts={
          <Button
            icon={<BinIcon />}
            disabledReason={
              refusal ?? (chosen.length === 0 ? t.connectedApplications.selectFirst : undefined)
            }
            onClick={() => onEnd(chosen)}
          >
            {words.end({ count: chosen.length })}
          </Button>
        }
        empty={{ icon: <ServiceIcon />, text: words.empty({ login }) }}
        texts={{ label: words.table, what: words.what({ login }), total: words.total }}
      />
      <ConfirmOneByOne
        open={open}
        rows={doomed}
        nameOf={nameOf}
        act={act}
        texts={{
          title: words.title({ names: doomed.map(nameOf) }),
          submit: words.submit({ count }),
          pending: words.pending,
          done: words.done,
          failed: words.failed,
        }}
        onDone={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={() => setOpen(false)}
      >
        {noteOf !== undefined && doomed.map((row) => <p key={row.id}>{noteOf(row)}</p>)}
        <p>{words.text({ count })}</p>
      </ConfirmOneByOne>
    </>
  );
}
