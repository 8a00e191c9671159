/** What the section reads and writes, all through the SDK. */
import type { ApplicationPassword, IssuedApplicationPassword } from '@countersign/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';
import { type OneByOne, useOneByOne } from '../../lib/list/one-by-one.ts';
import { useWholeList, type WholeList } from '../../lib/list/whole-list.ts';
import { SecretBox } from '../../lib/secret/secret-box.ts';

const passwordsKey = (userId: string) => ['users', userId, 'applicationPasswords'] as const;

/** The newest first. */
export function useApplicationPasswords(userId: string): WholeList<ApplicationPassword> {
  return useWholeList(passwordsKey(userId), async (signal) => {
    const range = { top: 'all', orderBy: 'creationTime:desc', signal } as const;
    const { applicationPasswords } = await client.applicationPasswords.list(userId, range);
    return applicationPasswords;
  });
}

/** A new application password with the box that holds it, which is emptied when it was shown. */
export type ShownPassword = Pick<IssuedApplicationPassword, 'name' | 'user'> & { readonly secret: SecretBox };

/** The answer holds the secret: it goes into a box and nowhere else. */
export function useIssuePassword(): (order: {
  name: string;
  service: string | undefined;
}) => Promise<ShownPassword> {
  const refresh = useRefreshPasswords('me');
  return async (order) => {
    try {
      const { name, user, password } = await client.applicationPasswords.issue('me', order);
      return { name, user, secret: new SecretBox(password) };
    } finally {
      // Also after an error: without an answer nobody knows whether there is a new one.
      void refresh();
    }
  };
}

export function useDeletePasswords(userId: string): OneByOne<ApplicationPassword> {
  return useOneByOne(
    ({ id }) => unlessGone(client.applicationPasswords.revoke(userId, id)),
    useRefreshPasswords(userId),
  );
}

function useRefreshPasswords(userId: string): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['users', userId] });
}
