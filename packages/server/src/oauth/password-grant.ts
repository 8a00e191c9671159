import {
  type ApplicationPasswordId,
  type BasicCredentials,
  type ConnectionId,
  checkBasic,
  newId,
  type ServiceId,
  trustId,
  type UserId,
} from '@countersign/core';
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { declaredNow } from './approved-grant.ts';
import { ledgerNow } from './request-ledger.ts';
import { readScope, servicesWord } from './scope-words.ts';

/**
 * Lets a service exchange what its user typed there for tokens (RFC 6749 §4.3), where an administrator switched it on:
 * for clients of this dialect that know nothing else. It takes application passwords and nothing else. What a person
 * signs in with is typed nowhere but here (security checklist MFA-01), and is not looked at; so nobody guesses at it.
 */
export function offerPasswordGrant(provider: Provider, authority: Authority): void {
  const parameters = ['username', 'password', 'scope', 'access_type'];
  provider.registerGrantType('password', (ctx) => exchange(provider, authority, ctx), parameters);
}

async function exchange(provider: Provider, authority: Authority, ctx: KoaContextWithOIDC): Promise<void> {
  // Deprecated as it is, it gives no tokens that are bound to a key: and never less than was asked for, unsaid.
  if (ctx.get('DPoP') !== '') throw new errors.InvalidRequest('the password flow takes no DPoP proof');
  const { client, params = {} } = ctx.oidc;
  if (client === undefined) throw new errors.InvalidClient('no client authenticated');
  const { username, password, access_type: access } = params;
  if (typeof username !== 'string' || typeof password !== 'string')
    throw new errors.InvalidRequest('username and password must be given');
  const audience = audienceAsked();
  const owner = await authenticate(authority, { login: username, password }, [
    trustId<ServiceId>(client.clientId),
    ...audience,
  ]);
  const grantId = newId<ConnectionId>(authority.random);
  const isOffline = access === 'offline' && client.grantTypeAllowed('refresh_token');
  const ledger = ledgerNow();
  ledger.grants.set(grantId, {
    audience,
    declared: await declaredNow(authority, audience),
    isOffline,
    authenticatedAt: authority.clock.now(),
    asked: ledger.askedItems ?? [],
    madeWith: owner.password,
  });
  const made = { accountId: owner.userId, client, grantId, gty: 'password', scope: servicesWord };
  const token = new provider.AccessToken(made);
  const refresh = isOffline ? new provider.RefreshToken({ ...made, rotations: 0 }) : undefined;
  ctx.body = {
    access_token: await token.save(),
    token_type: token.tokenType,
    expires_in: token.expiration,
    scope: servicesWord,
    ...(refresh !== undefined && { refresh_token: await refresh.save() }),
  };
}

/** Services alone: nobody signs in, and so there is nothing to say of who it was. */
function audienceAsked(): readonly ServiceId[] {
  const { askedScope = '', narrowedTo = [] } = ledgerNow();
  if (narrowedTo.length === 0 || readScope(askedScope).openId.length > 0)
    throw new errors.InvalidScope('the scope must name services, and nothing else', askedScope);
  return narrowedTo;
}

/** Whose password it is; it must be good at the service that was given it, and wherever else that wants to act. */
async function authenticate(
  { clock, digest, facts: prover, refusedChecks, uses }: Authority,
  credentials: BasicCredentials,
  services: readonly ServiceId[],
): Promise<{ readonly userId: UserId; readonly password: ApplicationPasswordId }> {
  const { origin } = ledgerNow().caller;
  const ports = { clock, digest, facts: await prover.prove() };
  let owner: { readonly userId: UserId; readonly password: ApplicationPasswordId } | undefined;
  for (const service of services) {
    const verdict = await checkBasic(ports, credentials, service);
    if (!verdict.active || verdict.credential.kind !== 'application-password') {
      const reason = verdict.active ? 'malformed' : verdict.reason;
      refusedChecks.note(reason, origin.address, clock.now());
      throw new errors.CustomOIDCProviderError('invalid_grant', wrongPassword);
    }
    owner = { userId: verdict.subject.id, password: verdict.credential.id };
  }
  if (owner === undefined) throw new TypeError('a service asks');
  const { address, userAgent } = origin;
  for (const serviceId of new Set(services))
    uses.note({ credentialId: owner.password, serviceId, at: clock.now(), address, userAgent });
  return owner;
}

/** As clients of this dialect know it and show it to people. One text for all: it does not tell what was wrong. */
const wrongPassword =
  'Invalid resource owner credentials: give the login, and an application password that is good for this service';
