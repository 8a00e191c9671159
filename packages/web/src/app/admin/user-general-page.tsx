import { useParams } from '@tanstack/react-router';
import { UserGeneral } from '../../features/users/user-general.tsx';
import { pages } from '../../lib/paths.ts';
import { UserPage } from './user-page.tsx';

/** Facts of one user, and what can be changed of them. */
export function UserGeneralPage() {
  const { userId } = useParams({ from: pages.userGeneral });
  return <UserPage userId={userId}>{(user) => <UserGeneral key={user.id} user={user} />}</UserPage>;
}
