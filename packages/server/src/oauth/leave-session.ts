import { endSession } from '@countersign/core';
import type { Context } from 'koa';
import type { Authority } from '../authority.ts';
import type { SessionCookie } from '../http/cookies.ts';
import { interactionPath } from './interaction-path.ts';
import { ledgerNow } from './request-ledger.ts';

/**
 * Clients of this dialect sign out by asking for credentials anew: `request_credentials=required` drops the session, and
 * the visitor is asked who they are. Only where the request was sent by a page of the same site, as the browser itself
 * says, and only once the engine found that it is from a registered service and leads back to it: a link on a foreign page
 * signs nobody out (security checklist LOGOUT-01), it only asks for a sign-in.
 */
export async function leaveSession(authority: Authority, cookie: SessionCookie, ctx: Context): Promise<void> {
  const { visitor, wantsToLeave } = ledgerNow();
  if (!wantsToLeave || visitor === undefined || !isOfSameSite(ctx) || !waitsForSignIn(authority, ctx)) return;
  const ended = await endSession(authority, visitor);
  if (ended.ok) ctx.append('set-cookie', cookie.end());
}

function isOfSameSite(ctx: Context): boolean {
  const site = ctx.get('sec-fetch-site');
  return site === 'same-site' || site === 'same-origin';
}

function waitsForSignIn({ settings }: Authority, ctx: Context): boolean {
  return ctx.response.get('location').startsWith(`${settings.publicUrl.basePath}${interactionPath}/`);
}
