/**
 * Sees to it that this page goes on as the user it was loaded for. Another tab shares the cookie: who signs in there
 * as somebody else is somebody else here, too, unnoticed. Asked each time somebody comes back to the page.
 */
import { AuthorityError } from '@countersign/sdk';
import { client } from './api.ts';
import { holdWrites } from './held-writes.ts';
import { meQuery, queryClient } from './queries.ts';

const changed = 'countersign.account-changed';

/** Begins to watch; what it answers ends it. */
export function watchAccount(): () => void {
  const look = () => holdWrites(goOnAsBefore());
  addEventListener('focus', look);
  return () => removeEventListener('focus', look);
}

/** The login of who signed in elsewhere, once, after the page was loaded anew for them. */
export function takeChangedAccount(): string | undefined {
  const login = sessionStorage.getItem(changed) ?? undefined;
  sessionStorage.removeItem(changed);
  return login;
}

async function goOnAsBefore(): Promise<void> {
  const before = queryClient.getQueryData(meQuery.queryKey);
  if (before === undefined) return;
  const now = await whoIsIn();
  if (now === undefined || now.id === before.id) return;
  sessionStorage.setItem(changed, now.login);
  location.reload();
  // What waits for the answer belongs to the page that goes: it is never sent.
  await new Promise(() => undefined);
}

/** Nobody, where the session has ended: each request says that for itself. */
async function whoIsIn() {
  try {
    return await client.users.me();
  } catch (error) {
    if (error instanceof AuthorityError) return undefined;
    throw error;
  }
}
