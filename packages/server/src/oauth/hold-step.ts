import { type ServiceId, trustId } from '@countersign/core';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { holderOf } from './embedded-sign-in.ts';

/**
 * Lets whoever holds a request keep it where the engine leads on without a page: browsers part a window from the page that
 * opened it at the first answer that says so, redirects included (HTML §7.1.3). What ends on a page of the engine's is held by
 * nobody, as it is led nowhere.
 */
export async function holdStep({ store, settings }: Authority, ctx: KoaContextWithOIDC): Promise<void> {
  const { client, params } = ctx.oidc ?? {};
  if (client === undefined || ctx.response.get('location') === '') return;
  const service = await store.tables.services.find(trustId<ServiceId>(client.clientId));
  const holder = holderOf(service?.client, String(params?.redirect_uri), 'step');
  if (holder === undefined) return;
  ctx.remove('x-frame-options');
  for (const [name, value] of securityHeaders('program', settings.publicUrl.isSecure, { holder }))
    ctx.set(name, value);
}
