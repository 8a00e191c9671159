import type { RefreshToken } from '@countersign/sdk';
import { LastAccess } from '../../lib/last-access.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { UserLink } from '../../lib/user-link.tsx';
import { Faint } from '../../ui/faint.tsx';
import { TagRow } from '../../ui/tag-row.tsx';
import type { ConnectionSortKey } from './queries.ts';

const { columns: heads, more, signInOnly } = t.connectedApplications;

export function connectionColumns(
  now: number,
  myId: string,
): readonly ListColumn<RefreshToken, ConnectionSortKey>[] {
  return [
    {
      key: 'user',
      head: t.serviceConnections.user,
      names: true,
      cell: ({ user }) => <UserLink user={user} myId={myId} />,
    },
    {
      key: 'scope',
      head: heads.scope,
      cell: ({ audience }) =>
        audience.length === 0 ? (
          <Faint>{signInOnly}</Faint>
        ) : (
          <TagRow
            items={audience.map(({ id, name }) => ({ id, text: name }))}
            moreText={(count) => more({ count })}
          />
        ),
    },
    {
      key: 'granted',
      head: heads.granted,
      sortBy: 'creationTime',
      cell: ({ creationTime }) => <Moment instant={creationTime} now={now} />,
    },
    {
      key: 'lastAccess',
      head: heads.lastAccess,
      cell: (connection) => <LastAccess credential={connection} now={now} />,
    },
    {
      key: 'expires',
      head: heads.expires,
      sortBy: 'expires',
      cell: ({ expires }) => <Moment instant={expires} now={now} />,
    },
  ];
}
