import {
  authenticateSession,
  completeSetUp,
  endSession,
  isSetUpOpen,
  ok,
  replacePassword,
  signIn,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { originOf } from '../http/origin.ts';
import type { PageDeps } from './page-deps.ts';

/** What the pages need, of a running authority. */
export function bindPageDeps(authority: Authority, cookie: SessionCookie): PageDeps {
  const { settings, store } = authority;
  const origin: PageDeps['originOf'] = (request) =>
    originOf(request.raw, request.id, settings.listen.trustedProxies);
  return {
    publicUrl: settings.publicUrl,
    cookie,
    originOf: origin,
    isSetUpOpen: () => isSetUpOpen(store.tables),
    completeSetUp: (from, input) => completeSetUp(authority, from, input),
    signIn: (from, input) => signIn(authority, from, input),
    replacePassword: (from, input) => replacePassword(authority, from, input),
    signOut: async (request) => {
      const presented = cookie.read(request.raw);
      if (presented === undefined) return ok(undefined);
      const actor = await authenticateSession(authority, presented);
      // A session that no longer stands has nothing to end.
      return actor.ok
        ? endSession(authority, { actor: actor.value, origin: origin(request) })
        : ok(undefined);
    },
  };
}
