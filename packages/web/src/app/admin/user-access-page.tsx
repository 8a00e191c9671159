import { useParams } from '@tanstack/react-router';
import { UserAccess } from '../../features/users/user-access.tsx';
import { pages } from '../../lib/paths.ts';
import { UserPage } from './user-page.tsx';

/** What one user was given, and what they may do. */
export function UserAccessPage() {
  const { userId } = useParams({ from: pages.userAccess });
  return <UserPage userId={userId}>{(user) => <UserAccess key={user.id} user={user} />}</UserPage>;
}
