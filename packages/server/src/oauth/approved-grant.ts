import {
  type ApprovedScope,
  type ConnectionId,
  covers,
  fromPairs,
  globalProjectId,
  instant,
  mayReadService,
  newId,
  type PermissionSet,
  type ServiceId,
  trustId,
  type UserId,
} from '@countersign/core';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { ledgerNow } from './request-ledger.ts';
import { audienceOf, servicesAsked } from './resolve-services.ts';
import { openIdWords } from './scope-words.ts';

/**
 * The grant that an authorization request may go on with: a new one each time, as each connection ends for itself,
 * made from a consent that covers all that is asked for, or from the administrators' word that nobody is asked. None
 * where the visitor has yet to agree, or must not: a session that is cut down approves nothing, and uses no old consent.
 */
export async function approvedGrant(authority: Authority, ctx: KoaContextWithOIDC) {
  const { oidc } = ctx;
  const ledger = ledgerNow();
  const { visitor } = ledger;
  const { client, account } = oidc;
  if (client === undefined || account === undefined || visitor?.actor.userId !== account.accountId)
    return undefined;
  if (visitor.actor.via.kind !== 'session' || visitor.actor.via.isReduced === true) return undefined;

  // An application that somebody may not use any more does not sign them in either, whatever they agreed to before.
  if (!mayReadService(visitor.actor, trustId<ServiceId>(client.clientId))) return undefined;

  const found = await servicesAsked(authority, oidc.params ?? {});
  const audience = audienceOf(found);
  const isOffline = isOfflineAsked(oidc);
  const named = [...oidc.requestParamScopes].filter((word) => openIdWords.has(word));
  const words = agreedWords(named, isOffline);
  const declared = await declaredNow(authority, audience);
  const tables = authority.store.tables;
  const consent = await tables.approvedScopes.findOf(
    trustId<UserId>(account.accountId),
    trustId<ServiceId>(client.clientId),
  );
  const service = await tables.services.find(trustId<ServiceId>(client.clientId));
  const isAgreed =
    service?.client?.needsConsent === false ||
    (consent !== undefined && doesCover(consent, { audience, words, declared }));
  if (!isAgreed) return undefined;

  const grant = new oidc.provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.jti = newId<ConnectionId>(authority.random);
  grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
  ledger.grants.set(grant.jti, {
    audience,
    declared,
    isOffline,
    authenticatedAt: visitor.actor.via.authenticatedAt ?? instant(0),
    asked: found.map(({ asked }) => asked),
  });
  await grant.save();
  return grant;
}

function isOfflineAsked({ params, requestParamScopes }: KoaContextWithOIDC['oidc']): boolean {
  return params?.access_type === 'offline' || requestParamScopes.has('offline_access');
}

/**
 * The words of OpenID Connect that somebody agrees to. Going on while they are away is one of them, whichever way it was
 * asked for: who agreed to an hour has not agreed to a year.
 */
export function agreedWords(words: readonly string[], isOffline: boolean): readonly string[] {
  return isOffline ? [...new Set([...words, 'offline_access'])] : words;
}

/** What the services declare now, wherever it is held: the meaning that a consent is given to. */
export async function declaredNow(
  { facts }: Authority,
  audience: readonly ServiceId[],
): Promise<PermissionSet> {
  const catalog = await (await facts.prove()).catalog();
  return fromPairs(
    [...catalog.values()]
      .filter(({ serviceId }) => audience.includes(serviceId))
      .map(({ key }) => [key, globalProjectId] as const),
  );
}

interface Asked {
  readonly audience: readonly ServiceId[];
  readonly words: readonly string[];
  readonly declared: PermissionSet;
}

/** Whether somebody agreed to all of it, and to what it means now. */
function doesCover(consent: ApprovedScope, { audience, words, declared }: Asked): boolean {
  return (
    audience.every((service) => consent.audience.includes(service)) &&
    words.every((word) => consent.openIdScope.includes(word)) &&
    [...declared].every(([place, keys]) => [...keys].every((key) => covers(consent.declared, key, place)))
  );
}
