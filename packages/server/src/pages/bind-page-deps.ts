import {
  activeFactorsOf,
  authenticateSession,
  completeSetUp,
  completeSignIn,
  confirmFactor,
  endSession,
  isSetUpOpen,
  ok,
  removeFactors,
  renewRecoveryCodes,
  replacePassword,
  requiresSecondFactor,
  signIn,
  startFactor,
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
  const visitorOf: PageDeps['visitorOf'] = async (request) => {
    const presented = cookie.read(request.raw);
    if (presented === undefined) return undefined;
    const actor = await authenticateSession(authority, presented);
    return actor.ok ? { actor: actor.value, origin: origin(request) } : undefined;
  };
  return {
    publicUrl: settings.publicUrl,
    cookie,
    originOf: origin,
    isSetUpOpen: () => isSetUpOpen(store.tables),
    completeSetUp: (from, input) => completeSetUp(authority, from, input),
    signIn: (from, input) => signIn(authority, from, input),
    replacePassword: (from, input) => replacePassword(authority, from, input),
    completeSignIn: (from, input) => completeSignIn(authority, from, input),
    visitorOf,
    readTwoFactor: async ({ actor }) => ({
      isOn: (await activeFactorsOf(store.tables, actor.userId)).length > 0,
      isRequired: await requiresSecondFactor(store.tables, actor.userId),
    }),
    startFactor: (visitor, name) => startFactor(authority, visitor, { userId: visitor.actor.userId, name }),
    confirmFactor: (visitor, code) =>
      confirmFactor(authority, visitor, { userId: visitor.actor.userId, code }),
    renewRecoveryCodes: (visitor) => renewRecoveryCodes(authority, visitor, visitor.actor.userId),
    turnTwoFactorOff: (visitor) => removeFactors(authority, visitor, visitor.actor.userId),
    signOut: async (request) => {
      const visitor = await visitorOf(request);
      // A session that no longer stands has nothing to end.
      return visitor === undefined ? ok(undefined) : endSession(authority, visitor);
    },
  };
}
