import { randomBytes } from 'node:crypto';
import { type ServiceId, trustId } from '@countersign/core';
import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { ledgerNow } from './request-ledger.ts';
import { openIdWords } from './scope-words.ts';

/** The extra parameter of the engine that says what an authorization request is answered with; absent: a code. */
export const answerWith = 'countersign_answer';

type Fields = Record<string, string | string[] | undefined>;

/**
 * A request for a token in the address (RFC 6749 §4.2) as one for a code, which is what the engine takes: it looks at it
 * as strictly as at any other, and `checkAnswer` has it answered with a token at the end. Nothing of it lasts longer than
 * that token. Were a code ever to leave, nobody could redeem it: nobody knows the verifier.
 */
export function asCodeRequest(fields: Fields): Fields {
  const { [answerWith]: _, ...rest } = fields;
  if (rest.response_type !== 'token') return rest;
  const { access_type: _offline, ...request } = rest;
  return {
    ...request,
    response_type: 'code',
    response_mode: rest.response_mode ?? 'fragment',
    [answerWith]: 'token',
    ...(typeof rest.scope === 'string' && { scope: withoutOffline(rest.scope) }),
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
  };
}

function withoutOffline(scope: string): string {
  return scope
    .split(' ')
    .filter((word) => word !== 'offline_access')
    .join(' ');
}

/** Refuses a kind of answer that the service is not set up for (RFC 6749 §4.1.2.1, §4.2.2.1). */
export async function checkAnswer(
  { store }: Authority,
  { oidc }: KoaContextWithOIDC,
  value: string | undefined,
): Promise<void> {
  // A device is answered by no address.
  if (oidc.route === 'device_authorization') return;
  const service = await store.tables.services.find(trustId<ServiceId>(oidc.client?.clientId ?? ''));
  const flows = service?.client?.flows;
  const isToken = value === 'token';
  if (!(isToken ? flows?.implicit : flows?.authorizationCode))
    throw new errors.UnauthorizedClient(
      `the ${isToken ? 'implicit' : 'authorization code'} flow is not switched on`,
    );
  if (!isToken) return;
  // What stands behind the `#` is sent to no server (RFC 6749 §4.2.2).
  if (oidc.params?.response_mode !== 'fragment')
    throw new errors.InvalidRequest('a token is answered in the fragment alone');
  // From here on the engine makes what it would make beside a code.
  oidc.params.response_type = 'token';
}

/**
 * Says in the address what was granted, literally as it was asked for: clients of this dialect compare texts. Spaces are
 * encoded as `%20`, which every reader of an address understands.
 */
export function nameScopeInAddress(ctx: Context): void {
  const location = URL.parse(String(ctx.response.get('location')));
  const answer = new URLSearchParams(location?.hash.slice(1));
  if (location === null || !answer.has('access_token')) return;
  const asked = [...ledgerNow().grants.values()].flatMap((grant) => grant.asked);
  const words = (answer.get('scope') ?? '').split(' ').filter((word) => openIdWords.has(word));
  answer.set('scope', [...words, ...asked].join(' '));
  location.hash = answer.toString().replaceAll('+', '%20');
  ctx.set('location', location.href);
}
