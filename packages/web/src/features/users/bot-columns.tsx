import type { User } from '@countersign/sdk';
import type { ReactNode } from 'react';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { UserLink } from '../../lib/user-link.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { UserSortKey } from './queries.ts';
import { GroupsCell, LastAccessCell, NameCell, TokensCell } from './user-cells.tsx';

export interface BotColumnsInput {
  readonly now: number;
  readonly myId: string;
  readonly cellOfState: (bot: User) => ReactNode;
}

/** What the list says of each bot. */
export function botColumns(input: BotColumnsInput): readonly ListColumn<User, UserSortKey>[] {
  const { now, myId, cellOfState } = input;
  const { columns: heads } = t.bots;
  return [
    {
      key: 'name',
      head: heads.name,
      names: true,
      sortBy: 'name',
      cell: (bot) => <NameCell user={bot} among="bots" />,
    },
    { key: 'owner', head: heads.owner, cell: (bot) => <Owner bot={bot} myId={myId} /> },
    { key: 'tokens', head: heads.tokens, cell: (bot) => <TokensCell user={bot} /> },
    { key: 'lastAccess', head: heads.lastAccess, cell: (bot) => <LastAccessCell user={bot} now={now} /> },
    { key: 'groups', head: heads.groups, cell: ({ groups }) => <GroupsCell groups={groups} /> },
    { key: 'state', head: heads.state, cell: cellOfState },
  ];
}

function Owner({ bot: { owner, suspended }, myId }: { bot: User; myId: string }) {
  if (owner === null)
    return (
      <Tag tone="danger" icon={<WarningIcon />}>
        {t.bots.noOwner}
      </Tag>
    );
  return (
    <span className="user-name">
      <UserLink user={owner} myId={myId} />
      {suspended && (
        <Tag tone="warning" icon={<WarningIcon />}>
          {t.bots.ownerGone}
        </Tag>
      )}
    </span>
  );
}
