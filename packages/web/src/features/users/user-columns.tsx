import './user-columns.css';
import type { User } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { pages } from '../../lib/paths.ts';
import { UserBadges } from '../../lib/user-badges.tsx';
import type { UserSortKey } from './queries.ts';

/** What the list says of each user. */
export function userColumns({ now }: { now: number }): readonly ListColumn<User, UserSortKey>[] {
  const { columns: heads } = t.users;
  return [
    { key: 'name', head: heads.name, names: true, sortBy: 'name', cell: (user) => <Name user={user} /> },
    { key: 'login', head: heads.login, sortBy: 'login', cell: ({ login }) => <bdi>{login}</bdi> },
    { key: 'email', head: heads.email, cell: (user) => <Email user={user} /> },
    {
      key: 'created',
      head: heads.created,
      sortBy: 'creationTime',
      cell: ({ creationTime }) => <Moment instant={creationTime} now={now} />,
    },
  ];
}

function Name({ user }: { user: User }) {
  return (
    <span className="user-name">
      <Link to={pages.userSecurity} params={{ userId: user.id }}>
        <bdi>{user.name || user.login}</bdi>
      </Link>
      <UserBadges user={user} />
    </span>
  );
}

function Email({ user: { profile } }: { user: User }) {
  if (profile.email === null) return <span className="user-none">{t.users.noEmail}</span>;
  return <bdi>{profile.email.email}</bdi>;
}
