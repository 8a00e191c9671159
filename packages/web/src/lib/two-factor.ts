/** Whether signing in asks somebody for more than a password: read by every section that depends on it. */
import { queryOptions } from '@tanstack/react-query';
import { client } from './api.ts';

/** Of a user by id, or of `me`. */
export const twoFactorQuery = (userId: string) =>
  queryOptions({
    queryKey: ['users', userId, 'twoFactorAuthentication'],
    queryFn: ({ signal }) => client.twoFactorAuthentication.get(userId, { signal }),
    // It changes on a page of its own, often a moment before one comes back.
    staleTime: 0,
  });
