import { useParams } from '@tanstack/react-router';
import { UserGroups } from '../../features/users/user-groups.tsx';
import { pages } from '../../lib/paths.ts';
import { UserPage } from './user-page.tsx';

/** The groups of one user. */
export function UserGroupsPage() {
  const { userId } = useParams({ from: pages.userGroups });
  return <UserPage userId={userId}>{(user) => <UserGroups key={user.id} user={user} />}</UserPage>;
}
