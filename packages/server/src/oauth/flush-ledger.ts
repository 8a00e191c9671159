import {
  type Artefact,
  type Caller,
  type Connection,
  type ConnectionId,
  endConnectionOf,
  type Instant,
  issueTokens,
  later,
  malformed,
  ok,
  type Refusal,
  type Result,
  refuse,
  Secret,
  type ServiceId,
  trustId,
  type UserId,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { payloadOf, storedPayload } from './engine-adapter.ts';
import { flushServiceToken } from './flush-service-token.ts';
import type { EngineWrite, GrantDetails, RequestLedger } from './request-ledger.ts';
import { openIdWords } from './scope-words.ts';
import { successorOf } from './token-values.ts';
import { userCodeKey } from './user-code.ts';

type Put = Extract<EngineWrite, { kind: 'put' }>;

/**
 * Commits what a request of the engine wrote, before its answer leaves: all in one transaction. Refused where something
 * that it spends was spent meanwhile, or where its connection ended; then nothing of it is written, and reuse has ended
 * the family.
 */
export async function flushLedger(authority: Authority, ledger: RequestLedger): Promise<Result<void>> {
  const own = ledger.writes.find(({ model }) => model === 'ClientCredentials');
  if (own !== undefined) return flushServiceToken(authority, ledger, own);
  const token = ledger.writes.filter(isPut).find(({ model }) => model === 'AccessToken');
  const done =
    token === undefined
      ? await keepArtefacts(authority, ledger)
      : await answerRequest(authority, ledger, token);
  const grant = token?.payload.grantId;
  const isLost = !done.ok && done.refusal.kind === 'grant-spent';
  if (isLost && grant !== undefined && (await wasRedeemedMeanwhile(authority, ledger)))
    ledger.ended.add(trustId<ConnectionId>(grant));
  const why = ledger.isRevocation ? 'client' : 'reuse';
  for (const id of ledger.ended) {
    // One that has ended meanwhile, or never began, has nothing to end: whoever ends it second has what they wanted.
    const ended = await endConnectionOf(authority, ledger.caller, id, why);
    if (!ended.ok && ended.refusal.kind !== 'not-found') return ended;
  }
  return done;
}

const gone: Refusal = { kind: 'grant-spent', internalReason: 'it was spent or ended meanwhile' };

function isPut(write: EngineWrite): write is Put {
  return write.kind === 'put';
}

/** Whether somebody else was first with the code, of a browser or of a device: one of the two may have stolen it (RFC 6749 §4.1.2). */
async function wasRedeemedMeanwhile(
  { store, digest }: Authority,
  { writes }: RequestLedger,
): Promise<boolean> {
  const paid = writes.find(({ kind, model }) => kind === 'consume' && model !== 'RefreshToken');
  if (paid === undefined) return false;
  const artefact = await store.tables.artefacts.find(paid.model, digest.secret(new Secret(paid.id)));
  return artefact?.consumedAt !== undefined;
}

/**
 * Makes tokens, and ends the authorization request that they answer before it does: whoever goes on with it a second
 * time, at the same moment too, gets none.
 */
async function answerRequest(authority: Authority, ledger: RequestLedger, token: Put): Promise<Result<void>> {
  const { store, digest } = authority;
  const requests = ledger.writes.filter(isEndOfRequest);
  const isFirst =
    requests.length === 0 ||
    (await store.artefacts.write(async (artefacts) => {
      for (const { model, id } of requests)
        if (!(await artefacts.delete(model, digest.secret(new Secret(id))))) return false;
      return true;
    }));
  return isFirst ? commitTokens(authority, ledger, token) : refuse(gone);
}

function isEndOfRequest({ kind, model }: EngineWrite): boolean {
  return kind === 'destroy' && model === 'Interaction';
}

/** Requests that are under way: no token is made or spent, and nothing happened yet that the log tells of. */
async function keepArtefacts(authority: Authority, ledger: RequestLedger): Promise<Result<void>> {
  if (ledger.writes.length === 0 || ledger.ended.size > 0) return ok(undefined);
  const { store, digest, clock } = authority;
  const now = clock.now();
  return store.artefacts.write(async (artefacts) => {
    for (const write of ledger.writes) {
      const hash = digest.secret(new Secret(write.id));
      if (write.kind === 'put') await artefacts.put(artefactOf(authority, ledger, write, now));
      else if (write.kind === 'destroy') {
        if (!(await artefacts.delete(write.model, hash)) && isEndOfRequest(write)) return refuse(gone);
      } else if (!(await artefacts.consume(write.model, hash, now))) return refuse(gone);
    }
    return ok(undefined);
  });
}

async function commitTokens(authority: Authority, ledger: RequestLedger, write: Put): Promise<Result<void>> {
  const { digest, clock } = authority;
  const now = clock.now();
  const connection = await connectionOf(authority, ledger, write);
  if (connection === undefined) return refuse(gone);
  const isGranted = (service: ServiceId) => connection.audience.includes(service);
  if (!ledger.resources.every(isGranted))
    return refuse(malformed('resource', 'must not be wider than what was granted'));
  const audience = ledger.narrowedTo ?? connection.audience;
  if (!audience.every(isGranted))
    return refuse(malformed('scope', 'must not be wider than what was granted'));
  const paid = ledger.writes.find(({ kind }) => kind === 'consume');
  const key = write.payload.jkt;
  const artefacts = ledger.writes
    .filter(isPut)
    // The grant is the connection from here on.
    .filter(({ model }) => model !== 'AccessToken' && model !== 'Grant')
    .map((put) => artefactOf(authority, ledger, boundAlike(put, paid, key), now));
  const kept = paid === undefined ? await usedAgain(authority, ledger, connection.clientId) : undefined;
  if (kept !== undefined) artefacts.push(kept);
  const issued = await issueTokens(authority, asClient(ledger, connection.clientId), {
    connection,
    spends: paid && { model: paid.model, hash: digest.secret(new Secret(paid.id)) },
    accessToken: {
      hash: digest.secret(new Secret(write.id)),
      audience,
      openIdScope: wordsOf(write.payload.scope),
      keyThumbprint: key,
      expiresAt: later(now, write.seconds * 1_000),
    },
    artefacts,
  });
  if (issued.ok) return ok(undefined);
  if (await isOfOtherKey(authority, paid, key)) ledger.ended.add(connection.id);
  return issued;
}

/**
 * What takes the place of a public client's refresh token is bound to the key that the client has shown (RFC 9449 §5),
 * also where it showed none before: the engine hands on what there was.
 */
function boundAlike(put: Put, paid: EngineWrite | undefined, key: string | undefined): Put {
  const isSuccessor = put.model === 'RefreshToken' && paid?.model === 'RefreshToken';
  return isSuccessor && key !== undefined ? { ...put, payload: { ...put.payload, jkt: key } } : put;
}

/**
 * Whether a refresh token was renewed already by whoever holds another key, or none: they are two, and one of them has
 * stolen it. Only who asks twice alike is answered twice (ADR 11).
 */
async function isOfOtherKey(
  { store, digest }: Authority,
  paid: EngineWrite | undefined,
  key: string | undefined,
): Promise<boolean> {
  if (paid?.model !== 'RefreshToken') return false;
  const next = digest.secret(successorOf(digest, new Secret(paid.id)));
  const successor = await store.tables.artefacts.find('RefreshToken', next);
  return successor !== undefined && payloadOf(successor, '').jkt !== key;
}

/** A refresh token that stays is good for as long again as it may rest unused. */
async function usedAgain(
  { clock, store }: Authority,
  { shownRefreshToken }: RequestLedger,
  clientId: ServiceId,
): Promise<Artefact | undefined> {
  const client = (await store.tables.services.find(clientId))?.client;
  if (shownRefreshToken === undefined || client === undefined) return undefined;
  return { ...shownRefreshToken, expiresAt: later(clock.now(), client.idleSeconds * 1_000) };
}

function asClient({ caller }: RequestLedger, serviceId: ServiceId): Caller {
  return { ...caller, actor: { kind: 'service', serviceId } };
}

/** The connection as it stands, or as it begins with the code that was redeemed. */
async function connectionOf(
  authority: Authority,
  ledger: RequestLedger,
  { payload }: Put,
): Promise<Connection | undefined> {
  const { clock, store } = authority;
  const { grantId, accountId, clientId } = payload;
  const details = ledger.grants.get(grantId ?? '');
  if (details === undefined || grantId === undefined || accountId === undefined || clientId === undefined)
    return undefined;
  const known = await store.tables.connections.find(trustId<ConnectionId>(grantId));
  if (known !== undefined) return known;
  const now = clock.now();
  const client = (await store.tables.services.find(trustId<ServiceId>(clientId)))?.client;
  if (client === undefined) return undefined;
  const seconds = details.isOffline ? client.totalSeconds : client.accessTokenSeconds;
  return {
    id: trustId<ConnectionId>(grantId),
    userId: trustId<UserId>(accountId),
    clientId: trustId<ServiceId>(clientId),
    audience: details.audience,
    openIdScope: wordsOf(payload.scope),
    declared: details.declared,
    state: { kind: 'active' },
    createdAt: now,
    authenticatedAt: details.authenticatedAt,
    expiresAt: later(now, seconds * 1_000),
    isOffline: details.isOffline,
    madeWith: details.madeWith,
  };
}

function artefactOf(authority: Authority, ledger: RequestLedger, put: Put, now: Instant): Artefact {
  const { model, id, seconds } = put;
  const { userCode, ...payload } = put.payload;
  const connection = model === 'Grant' ? id : payload.grantId;
  const details: GrantDetails | undefined = model === 'Grant' ? ledger.grants.get(id) : undefined;
  return {
    model,
    hash: authority.digest.secret(new Secret(id)),
    connectionId: connection === undefined ? undefined : trustId<ConnectionId>(connection),
    userId: payload.accountId === undefined ? undefined : trustId<UserId>(payload.accountId),
    userCode: userCode === undefined ? undefined : userCodeKey(authority, userCode),
    uid: undefined,
    payload: storedPayload(payload, id, details),
    consumedAt: undefined,
    expiresAt: later(now, seconds * 1_000),
  };
}

function wordsOf(scope: string | undefined): readonly string[] {
  return (scope ?? '').split(' ').filter((word) => openIdWords.has(word));
}
