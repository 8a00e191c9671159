import { tokenPattern } from '@countersign/core';
import type { Context, Next } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { PublicUrl } from '../config/settings.ts';
import { engineRoutes } from './engine-routes.ts';
import { renderEngineError } from './error-page.ts';

/**
 * Refuses an authorization request that holds a credential of ours: it is an address, which histories and logs keep, and
 * the store keeps it until its visitor has answered, in plain text (ASVS 14.2.1, invariant 7). One that is pushed is
 * kept as well: see `scope-front.ts`.
 */
export function refuseTokens(publicUrl: PublicUrl) {
  const render = renderEngineError(publicUrl);
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path !== engineRoutes.authorization || !holdsToken(ctx.query)) return next();
    ctx.status = 400;
    render(ctx as unknown as KoaContextWithOIDC, heldToken);
  };
}

export const heldToken = {
  error: 'invalid_request',
  error_description: 'no parameter may hold a token or a secret of the authority',
};

export function holdsToken(fields: Context['query']): boolean {
  return Object.entries(fields).some((pair) => pair.flat().some((text) => tokenPattern.test(text ?? '')));
}
