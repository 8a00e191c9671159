import './user-link.css';
import type { UserReference } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { t } from './messages.ts';
import { pages } from './paths.ts';
import { meQuery } from './queries.ts';
import { holdsAny, permissions } from './rights.ts';

export interface UserLinkProps {
  readonly user: Pick<UserReference, 'id' | 'login'>;
  readonly myId: string;
}

/** Somebody by login; with the way to their page, for whoever may go there. */
export function UserLink({ user: { id, login }, myId }: UserLinkProps) {
  const { data: me } = useQuery(meQuery);
  // A user who is gone has left nothing but the id.
  const name = login === '' ? id : login;
  if (id === myId) {
    return (
      <>
        {name} <span className="user-you">{t.users.you}</span>
      </>
    );
  }
  if (login === '' || me === undefined || !holdsAny(me, [permissions.readUsers])) return name;
  return (
    <Link to={pages.userGeneral} params={{ userId: id }}>
      {name}
    </Link>
  );
}
