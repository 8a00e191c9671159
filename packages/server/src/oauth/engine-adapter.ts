import {
  type Artefact,
  type Connection,
  type ConnectionId,
  fromPairs,
  type Instant,
  instant,
  later,
  pairsOf,
  repeatMilliseconds,
  Secret,
  stands,
  trustId,
} from '@countersign/core';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { claimProof, usedProofs } from '../possession/claim-proof.ts';
import { withId, withoutId } from './artefact-text.ts';
import { clientMetadataOf } from './client-metadata.ts';
import { countPoll } from './device-polls.ts';
import { type GrantDetails, ledgerNow } from './request-ledger.ts';
import { servicesWord } from './scope-words.ts';
import { successorOf } from './token-values.ts';

/**
 * The engine's models on our store. Clients are our services, its sessions are ours, its grants are our connections;
 * whatever else it keeps are artefacts. Writes go into the ledger of the request and nowhere else.
 */
export function engineAdapter(authority: Authority): (model: string) => Adapter {
  const base = (model: string) => artefactAdapter(authority, model);
  return (model) => {
    switch (model) {
      case 'Client':
        return { ...base(model), find: (id) => findClient(authority, id) };
      case 'Interaction':
        return { ...base(model), upsert: keepInteraction(base(model)) };
      case 'Session':
        return { ...nothingKept, find: findSession, findByUid: findSession };
      case 'Grant':
        return { ...base(model), find: (id) => findGrant(authority, id), destroy: endGrant };
      case 'AccessToken':
        return { ...base(model), find: (id) => findAccessToken(authority, id) };
      case 'ClientCredentials':
        return { ...base(model), find: (id) => findServiceToken(authority, id) };
      case 'DeviceCode':
        return { ...base(model), find: (id) => findDeviceCode(authority, id, base(model)) };
      case 'ReplayDetection':
        return { ...nothingKept, find: (id) => findUsedProof(authority, id) };
      case 'RefreshToken':
        return { ...base(model), find: (id) => findRefreshToken(authority, id) };
      default:
        return base(model);
    }
  };
}

/**
 * A request that waits for its visitor, without the name of the pushed one that it came from: that is used up with it
 * (RFC 9126 §7.3), and whoever reads the database cannot begin it a second time.
 */
function keepInteraction({ upsert }: Adapter): Adapter['upsert'] {
  return async (id, { parJti, ...payload }, seconds) => {
    if (typeof parJti === 'string')
      ledgerNow().writes.push({ kind: 'consume', model: 'PushedAuthorizationRequest', id: parJti });
    return upsert(id, payload, seconds);
  };
}

const nothingKept: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};

function artefactAdapter({ store, digest }: Authority, model: string): Adapter {
  return {
    async upsert(id, payload, seconds = 0) {
      ledgerNow().writes.push({ kind: 'put', model, id, payload, seconds });
    },
    async find(id) {
      const own = ledgerNow().find(model, id);
      if (own !== undefined) return own === 'gone' ? undefined : own;
      const artefact = await store.tables.artefacts.find(model, digest.secret(new Secret(id)));
      if (model === 'AuthorizationCode' && artefact !== undefined && artefact.consumedAt === undefined)
        ledgerNow().shownCode = id;
      return artefact && payloadOf(artefact, id);
    },
    findByUserCode: async () => undefined,
    findByUid: async () => undefined,
    async consume(id) {
      ledgerNow().writes.push({ kind: 'consume', model, id });
    },
    async destroy(id) {
      ledgerNow().writes.push({ kind: 'destroy', model, id });
    },
    revokeByGrantId: endGrant,
  };
}

export function payloadOf(artefact: Artefact, id: string): AdapterPayload {
  const { engine } = JSON.parse(artefact.payload) as StoredPayload;
  const consumed = artefact.consumedAt === undefined ? {} : { consumed: secondsOf(artefact.consumedAt) };
  return { ...withId(engine, id), ...consumed };
}

/** What stands in an artefact's payload. */
export interface StoredPayload {
  /** The engine's own, without its id. */
  readonly engine: string;
  readonly grant?: {
    readonly audience: readonly string[];
    readonly declared: readonly (readonly [string, string])[];
    readonly isOffline: boolean;
    readonly authenticatedAt: number;
    readonly asked: readonly string[];
  };
}

export function storedPayload(payload: object, id: string, grant?: GrantDetails): string {
  const stored: StoredPayload = {
    engine: withoutId(payload, id),
    ...(grant !== undefined && { grant: { ...grant, declared: pairsOf(grant.declared) } }),
  };
  return JSON.stringify(stored);
}

async function findClient({ facts }: Authority, id: string): Promise<AdapterPayload | undefined> {
  // Only ids: a client is not called by its key, which somebody may change.
  const service = await (await facts.prove()).service(id);
  return service?.id === id ? clientMetadataOf(service) : undefined;
}

/** Our own session, as the engine knows sessions. */
async function findSession(id: string): Promise<AdapterPayload | undefined> {
  const { visitor } = ledgerNow();
  if (visitor?.actor.via.kind !== 'session' || visitor.actor.via.id !== id) return undefined;
  const { authenticatedAt } = visitor.actor.via;
  const at = secondsOf(authenticatedAt ?? instant(0));
  return {
    kind: 'Session',
    jti: id,
    uid: id,
    accountId: visitor.actor.userId,
    loginTs: at,
    iat: at,
    exp: at + secondsInYear,
  };
}

/** Longer than any session of ours: whether it stands was asked when the request came in. */
const secondsInYear = 366 * 86_400;

async function findGrant(authority: Authority, id: string): Promise<AdapterPayload | undefined> {
  const ledger = ledgerNow();
  const own = ledger.find('Grant', id);
  if (own !== undefined) return own === 'gone' ? undefined : own;
  const { artefacts, connections } = authority.store.tables;
  const connection = await connections.find(trustId<ConnectionId>(id));
  if (connection !== undefined) {
    ledger.grants.set(id, { ...connection, asked: connection.audience });
    return stands(connection, authority.clock.now()) ? grantOf(connection) : undefined;
  }
  const artefact = await artefacts.find('Grant', authority.digest.secret(new Secret(id)));
  if (artefact === undefined) return undefined;
  const { grant } = JSON.parse(artefact.payload) as StoredPayload;
  if (grant !== undefined)
    ledger.grants.set(id, {
      audience: grant.audience.map((one) => trustId(one)),
      declared: fromPairs(grant.declared as never),
      isOffline: grant.isOffline,
      authenticatedAt: instant(grant.authenticatedAt),
      asked: grant.asked,
    });
  return payloadOf(artefact, id);
}

/** A connection as the engine knows grants, whether it stands or is to begin. */
export function grantOf(
  connection: Pick<
    Connection,
    'id' | 'userId' | 'clientId' | 'openIdScope' | 'audience' | 'createdAt' | 'expiresAt'
  >,
): AdapterPayload {
  return {
    kind: 'Grant',
    jti: connection.id,
    accountId: connection.userId,
    clientId: connection.clientId,
    openid: { scope: engineScopeOf(connection) },
    iat: secondsOf(connection.createdAt),
    exp: secondsOf(connection.expiresAt),
  };
}

/** All that a connection is for, as the engine sees a scope. */
export function engineScopeOf({
  openIdScope,
  audience,
}: Pick<Connection, 'openIdScope' | 'audience'>): string {
  return [...openIdScope, ...(audience.length > 0 ? [servicesWord] : [])].join(' ');
}

async function endGrant(id: string): Promise<void> {
  ledgerNow().ended.add(trustId<ConnectionId>(id));
}

async function findAccessToken(
  { store, digest, clock }: Authority,
  id: string,
): Promise<AdapterPayload | undefined> {
  const token = await store.tables.accessTokens.findByHash(digest.secret(new Secret(id)));
  if (token === undefined || token.state.kind !== 'active' || token.expiresAt <= clock.now())
    return undefined;
  return {
    kind: 'AccessToken',
    jti: id,
    accountId: token.userId,
    clientId: token.clientId,
    grantId: token.connectionId,
    scope: engineScopeOf(token),
    format: 'opaque',
    ...(token.keyThumbprint !== undefined && { jkt: token.keyThumbprint }),
    gty: 'authorization_code',
    iat: secondsOf(token.createdAt),
    exp: secondsOf(token.expiresAt),
  };
}

async function findServiceToken(
  { store, digest, clock }: Authority,
  id: string,
): Promise<AdapterPayload | undefined> {
  const token = await store.tables.serviceTokens.findByHash(digest.secret(new Secret(id)));
  if (token === undefined || token.state.kind !== 'active' || token.expiresAt <= clock.now())
    return undefined;
  return {
    kind: 'ClientCredentials',
    jti: id,
    clientId: token.clientId,
    scope: servicesWord,
    format: 'opaque',
    ...(token.keyThumbprint !== undefined && { jkt: token.keyThumbprint }),
    iat: secondsOf(token.createdAt),
    exp: secondsOf(token.expiresAt),
  };
}

/**
 * A refresh token that was spent a moment ago, and whose successor nobody has used, looks unspent: what follows from it
 * is derived, so that the repeat is answered as the first was. Every other spent one is shown as spent, and the engine
 * ends the family.
 */
async function findRefreshToken(
  { store, digest, clock }: Authority,
  id: string,
): Promise<AdapterPayload | undefined> {
  const presented = new Secret(id);
  const artefact = await store.tables.artefacts.find('RefreshToken', digest.secret(presented));
  if (artefact === undefined) return undefined;
  // Its end moves on while it is used and stays; the engine knows the first one.
  const payload = { ...payloadOf(artefact, id), exp: secondsOf(artefact.expiresAt) };
  if (artefact.consumedAt === undefined) {
    ledgerNow().shownRefreshToken = artefact;
    return payload;
  }
  const inTime = clock.now() <= later(artefact.consumedAt, repeatMilliseconds);
  const successor = inTime
    ? await store.tables.artefacts.find('RefreshToken', digest.secret(successorOf(digest, presented)))
    : undefined;
  if (successor === undefined || successor.consumedAt !== undefined) return payload;
  const { consumed: _, ...unspent } = payload;
  return unspent;
}

/**
 * A proof that was used before. The engine looks whether there is one, and keeps it if not: between the two somebody on
 * another node would come through. So to look is to use, in one step; what the engine keeps after it is there already.
 */
async function findUsedProof(authority: Authority, id: string): Promise<AdapterPayload | undefined> {
  return (await claimProof(authority, id)) ? undefined : { kind: usedProofs, jti: id };
}

/** Who asks for a device's tokens too often is told so before anything is looked at (RFC 8628 §3.5). */
async function findDeviceCode(
  authority: Authority,
  id: string,
  adapter: Adapter,
): Promise<AdapterPayload | undefined> {
  const found = await adapter.find(id);
  if (found !== undefined && !(await countPoll(authority, id))) throw new errors.SlowDown();
  return found || undefined;
}

export function secondsOf(at: Instant): number {
  return Math.floor(at / 1_000);
}
