import type { FieldRule } from '@countersign/core';
import type { Context } from 'koa';
import type { Authority } from '../authority.ts';
import { ledgerNow } from './request-ledger.ts';
import { audienceOf, merge, resolveServices } from './resolve-services.ts';
import { resolveResources } from './resource-indicators.ts';
import { openIdWords } from './scope-words.ts';

/**
 * Reads for which services an access token is asked at the token endpoint, where it is asked for some. Answers which
 * parameter names none: to the client that is the same as one that was not granted.
 */
export async function readNarrowing(authority: Authority): Promise<Wider | undefined> {
  const ledger = ledgerNow();
  const { askedScope, askedResources } = ledger;
  if (askedScope === undefined && askedResources.length === 0) return undefined;
  const byScope = await resolveServices(authority, askedScope ?? '');
  const byAddress = await resolveResources(authority, askedResources);
  const found = merge(byScope.found, byAddress.found);
  ledger.narrowedTo = audienceOf(found);
  ledger.resources = audienceOf(byAddress.found);
  ledger.askedItems = found.map(({ asked }) => asked);
  if (byScope.unknown !== undefined) return 'scope';
  return byAddress.fault === undefined ? undefined : 'resource';
}

/** The parameter of a request that asks for more than there is. */
export type Wider = 'scope' | 'resource';

/** Of a name or an address that stands for nothing that was granted: whether there is such a thing is nobody's business. */
export const namesNothing = 'must name services that are there, and none that was not granted';

/** RFC 6749 §5.2, and RFC 8707 §2 for addresses. */
export function refuseWider(ctx: Context, { field, rule }: FieldRule): void {
  ctx.status = 400;
  ctx.set('cache-control', 'no-store');
  ctx.body = {
    error: field === 'resource' ? 'invalid_target' : 'invalid_scope',
    error_description: `the ${field} ${rule}`,
  };
}

/**
 * Says in the answer what was granted: services literally as they were asked for, as clients of this dialect compare
 * texts, beside the words of OpenID Connect.
 */
export function nameScope(ctx: Context): void {
  const body = ctx.body as { scope?: string; access_token?: string } | undefined;
  if (body?.access_token === undefined) return;
  const ledger = ledgerNow();
  const words = (body.scope ?? '').split(' ').filter((word) => openIdWords.has(word));
  const granted = [...ledger.grants.values()].flatMap((grant) => grant.asked);
  body.scope = [...words, ...(ledger.askedItems ?? granted)].join(' ');
}
