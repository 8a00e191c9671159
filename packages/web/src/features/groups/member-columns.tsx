import type { User } from '@countersign/sdk';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { UserBadges } from '../../lib/user-badges.tsx';
import { UserLink } from '../../lib/user-link.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import type { MemberSortKey } from './queries.ts';

/** What the list says of each member. */
export function memberColumns(myId: string): readonly ListColumn<User, MemberSortKey>[] {
  const { memberColumns: heads } = t.groups;
  return [
    {
      key: 'login',
      head: heads.login,
      names: true,
      sortBy: 'login',
      cell: (user) => (
        <>
          <UserLink user={user} myId={myId} /> <UserBadges user={user} />
        </>
      ),
    },
    { key: 'name', head: heads.name, sortBy: 'name', cell: ({ name }) => <EntityName name={name} /> },
    {
      key: 'email',
      head: heads.email,
      cell: ({ profile: { email } }) =>
        email === null ? <Faint>{t.users.noEmail}</Faint> : <bdi>{email.email}</bdi>,
    },
  ];
}
