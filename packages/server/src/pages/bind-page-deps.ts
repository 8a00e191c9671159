import {
  authenticateSession,
  authorizeChangePassword,
  changePassword,
  completeSetUp,
  completeSignIn,
  confirmFactor,
  confirmPasskey,
  endSession,
  findResetOwner,
  isSetUpOpen,
  ok,
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
    relyingParty: authority.relyingParty,
    cookie,
    firstGuesses: authority.passwordHasher.firstGuesses,
    originOf: origin,
    homeUrls: async () => (await authority.facts.prove()).homeUrls(),
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
    readTwoFactor: async (visitor) => {
      const read = await readTwoFactor(authority, visitor, visitor.actor.userId);
      // Whoever was deleted a moment ago has nothing to show.
      if (!read.ok) return { isOn: false, isRequired: false, devices: [], applicationPasswords: 0 };
      const { devices, isRequired, isRequiredFrom } = read.value;
      const applicationPasswords = await store.tables.applicationPasswords.countOf(visitor.actor.userId);
      return { isOn: devices.length > 0, isRequired, isRequiredFrom, devices, applicationPasswords };
    },
    startFactor: (visitor, name) => startFactor(authority, visitor, { userId: visitor.actor.userId, name }),
    confirmFactor: (visitor, code) =>
      confirmFactor(authority, visitor, { userId: visitor.actor.userId, code }),
    startPasskey: (visitor, name) => startPasskey(authority, visitor, { userId: visitor.actor.userId, name }),
    confirmPasskey: (visitor, answer) =>
      confirmPasskey(authority, visitor, { userId: visitor.actor.userId, answer }),
    removeFactor: (visitor, factorId) =>
      removeFactor(authority, visitor, { userId: visitor.actor.userId, factorId }),
    renewRecoveryCodes: (visitor) => renewRecoveryCodes(authority, visitor, visitor.actor.userId),
    turnTwoFactorOff: (visitor) => removeFactors(authority, visitor, visitor.actor.userId),
    mayChangePassword: ({ actor }) => authorizeChangePassword(actor, actor.userId, authority.clock.now()),
    changePassword: (visitor, input) =>
      changePassword(authority, visitor, { ...input, userId: visitor.actor.userId }),
    signOut: async (request) => {
      const visitor = await visitorOf(request);
      // A session that no longer stands has nothing to end.
      return visitor === undefined ? ok(undefined) : endSession(authority, visitor);
    },
  };
}
