import { type Digest, deriveTokenText, newTokenText, Secret, type TokenKind } from '@countersign/core';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { contextNow } from './engine-context.ts';
import { ledgerNow } from './request-ledger.ts';

/** A model whose ids are secrets of ours. */
interface TokenModel {
  prototype: { generateTokenId(): string };
}

const kinds: Readonly<
  Record<'AccessToken' | 'ClientCredentials' | 'RefreshToken' | 'AuthorizationCode', TokenKind>
> = {
  AccessToken: 'accessToken',
  ClientCredentials: 'accessToken',
  RefreshToken: 'refreshToken',
  AuthorizationCode: 'authorizationCode',
};

/**
 * Lets the engine's tokens and codes be ours: prefix, 256 bits, checksum. What follows from a refresh token is derived
 * from it, so that who asks twice with the same one, because the answer was lost or two asked at once, is answered twice
 * the same. Throws where the engine no longer has the hook: its version is pinned, and this is why.
 */
export function takeOverTokenValues(provider: Provider, { random, digest }: Authority): void {
  for (const [name, kind] of Object.entries(kinds) as [keyof typeof kinds, TokenKind][]) {
    const model = provider[name] as unknown as TokenModel;
    if (typeof model.prototype.generateTokenId !== 'function')
      throw new Error(`the engine makes the ids of its ${name} in another way`);
    Object.defineProperty(model.prototype, 'generateTokenId', {
      value: function (this: { format?: string; jkt?: string }): string {
        this.format = 'opaque';
        const from = rotated(contextNow());
        if (from === undefined) return newTokenText(kind, random).reveal();
        if (kind === 'refreshToken') return successorOf(digest, from).reveal();
        // Who asks again for another part of the scope, or with another key, is given another one.
        const { askedScope, askedResources } = ledgerNow();
        const asked = JSON.stringify([askedScope ?? null, askedResources, this.jkt ?? null]);
        const purpose = `access token after, for ${asked}`;
        return deriveTokenText('accessToken', digest, purpose, from).reveal();
      },
    });
  }
}

/** The refresh token that takes the place of one. */
export function successorOf(digest: Digest, from: Secret): Secret {
  return deriveTokenText('refreshToken', digest, 'refresh token after', from);
}

/** The refresh token that this request spends. */
function rotated(ctx: KoaContextWithOIDC | undefined): Secret | undefined {
  const spent = ctx?.oidc.entities.RotatedRefreshToken;
  return spent === undefined ? undefined : new Secret(spent.jti);
}
