import {
  authenticateSession,
  authorizeChangePassword,
  type Caller,
  changePassword,
  completeSetUp,
  completeSignIn,
  confirmFactor,
  confirmPasskey,
  endSession,
  findResetOwner,
  isSetUpOpen,
  ok,
  type Result,
  readSecondStep,
  readTwoFactor,
  removeFactor,
  removeFactors,
  renewRecoveryCodes,
  replacePassword,
  requestPasskey,
  resetPassword,
  signIn,
  signInWithPasskey,
  startFactor,
  startPasskey,
  type UserActor,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { noteRefusal } from '../http/note-refusal.ts';
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
  const noting = async <Value>(
    visitor: Caller<UserActor>,
    page: string,
    act: Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    const done = await act;
    if (!done.ok) {
      const attempt = { route: `page.${page}`, parameters: { userId: visitor.actor.userId } };
      await noteRefusal(authority, visitor, attempt, done.refusal);
    }
    return done;
  };
  return {
    publicUrl: settings.publicUrl,
    relyingParty: authority.relyingParty,
    cookie,
    firstGuesses: authority.passwordHasher.firstGuesses,
    originOf: origin,
    homeUrls: async () => (await (await authority.facts.prove()).addresses()).homes.map(({ url }) => url),
    isSetUpOpen: () => isSetUpOpen(store.tables),
    completeSetUp: (from, input) => completeSetUp(authority, from, input),
    signIn: (from, input) => signIn(authority, from, input),
    replacePassword: (from, input) => replacePassword(authority, from, input),
    completeSignIn: (from, input) => completeSignIn(authority, from, input),
    readSecondStep: (pending) => readSecondStep(authority, pending),
    requestPasskey: () => requestPasskey(authority),
    signInWithPasskey: (from, answer) => signInWithPasskey(authority, from, answer),
    findResetOwner: (link) => findResetOwner(authority, link),
    resetPassword: (from, input) => resetPassword(authority, from, input),
    visitorOf,
    readTwoFactor: (visitor) => readTwoFactor(authority, visitor, visitor.actor.userId),
    startFactor: (visitor, name) =>
      noting(visitor, 'start', startFactor(authority, visitor, { userId: visitor.actor.userId, name })),
    confirmFactor: (visitor, code) =>
      noting(visitor, 'confirm', confirmFactor(authority, visitor, { userId: visitor.actor.userId, code })),
    startPasskey: (visitor, name) =>
      noting(
        visitor,
        'passkey-start',
        startPasskey(authority, visitor, { userId: visitor.actor.userId, name }),
      ),
    confirmPasskey: (visitor, answer) =>
      noting(
        visitor,
        'passkey-confirm',
        confirmPasskey(authority, visitor, { userId: visitor.actor.userId, answer }),
      ),
    removeFactor: (visitor, factorId) =>
      noting(visitor, 'remove', removeFactor(authority, visitor, { userId: visitor.actor.userId, factorId })),
    renewRecoveryCodes: (visitor) =>
      noting(visitor, 'recovery-codes', renewRecoveryCodes(authority, visitor, visitor.actor.userId)),
    turnTwoFactorOff: (visitor) =>
      noting(visitor, 'off', removeFactors(authority, visitor, visitor.actor.userId)),
    mayChangePassword: ({ actor }) => authorizeChangePassword(actor, actor.userId, authority.clock.now()),
    changePassword: (visitor, input) =>
      noting(
        visitor,
        'change-password',
        changePassword(authority, visitor, { ...input, userId: visitor.actor.userId }),
      ),
    signOut: async (request) => {
      const visitor = await visitorOf(request);
      // A session that no longer stands has nothing to end.
      return visitor === undefined ? ok(undefined) : endSession(authority, visitor);
    },
  };
}
