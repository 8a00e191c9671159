import { type ServiceId, trustId } from '@countersign/core';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { ledgerNow } from './request-ledger.ts';

/** Remembers at which address a service wanted its user back, where that is not registered: see docs/oauth.md. */
export function noteRefusedRedirect(
  { refusedRedirects, clock }: Pick<Authority, 'refusedRedirects' | 'clock'>,
  { oidc }: KoaContextWithOIDC,
  error: Error,
): void {
  const uri = oidc.params?.redirect_uri;
  if (!(error instanceof errors.InvalidRedirectUri) || oidc.client === undefined || typeof uri !== 'string')
    return;
  refusedRedirects.note(trustId<ServiceId>(oidc.client.clientId), uri, {
    at: clock.now(),
    from: ledgerNow().caller.origin.address,
  });
}
