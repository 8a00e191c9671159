import type { AccessTokenId, ApprovedScopeId, ConnectionId, ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { AccessToken } from './access-token.ts';
import type { ApprovedScope } from './approved-scope.ts';
import type { Connection } from './connection.ts';

export type ConnectionOrderKey = 'creationTime' | 'expires';

/** Connections. Revoked ones stay as rows until their time is over; `list` leaves them out, and those that time has ended. */
export interface ConnectionStore {
  find(id: ConnectionId): Promise<Connection | undefined>;
  list(owner: UserId, now: Instant, page: PageRequest<ConnectionOrderKey>): Promise<Page<Connection>>;
  insert(connection: Connection): Promise<void>;
  update(connection: Connection): Promise<void>;
  /** Ends it, where it has not ended. */
  revoke(id: ConnectionId, at: Instant, by: UserId | 'system'): Promise<void>;
  /** All of a user's, of a client's, or of both, that are neither revoked nor past. */
  listStanding(whose: ConnectionsOf, now: Instant): Promise<readonly Connection[]>;
  /** The same of a client, and of how many users they are. */
  listOf(
    client: ServiceId,
    now: Instant,
    page: PageRequest<ConnectionOrderKey>,
  ): Promise<ConnectionsOfClient>;
  /** How many of a user's stand. */
  countOf(user: UserId, now: Instant): Promise<number>;
  /** Forgets those that ended before the moment and have no access token any more. Answers how many. */
  sweep(before: Instant): Promise<number>;
}

export interface ConnectionsOfClient extends Page<Connection> {
  readonly users: number;
}

export interface ConnectionsOf {
  readonly user?: UserId | undefined;
  readonly client?: ServiceId | undefined;
}

/** Access tokens, under the connection that they are of. */
export interface AccessTokenStore {
  findByHash(hash: SecretHash): Promise<AccessToken | undefined>;
  insert(token: AccessToken): Promise<void>;
  /** Revokes those of a connection that are not revoked; answers the hashes by which checks know them. */
  revokeOf(connection: ConnectionId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  revoke(id: AccessTokenId, at: Instant, by: UserId | 'system'): Promise<void>;
  /** Forgets those that ended before the moment. Answers how many. */
  sweep(before: Instant): Promise<number>;
}

/** Consents, one for each user and client at most. */
export interface ApprovedScopeStore {
  find(id: ApprovedScopeId): Promise<ApprovedScope | undefined>;
  findOf(user: UserId, client: ServiceId): Promise<ApprovedScope | undefined>;
  list(owner: UserId, page: PageRequest<'creationTime'>): Promise<Page<ApprovedScope>>;
  /** Writes the consent in the place of an earlier one of the same user and client. */
  put(scope: ApprovedScope): Promise<void>;
  delete(id: ApprovedScopeId): Promise<void>;
  /** Forgets those of a user, or to a client. Answers how many. */
  deleteOf(whose: ConnectionsOf): Promise<number>;
}

export interface ConnectionTables {
  readonly connections: ConnectionStore;
  readonly accessTokens: AccessTokenStore;
  readonly approvedScopes: ApprovedScopeStore;
  readonly artefacts: ArtefactStore;
}

/**
 * What the OAuth engine keeps beside connections: codes, refresh tokens, requests that are under way. Known by model
 * and digest; what stands in `payload` holds no secret.
 */
export interface Artefact {
  readonly model: string;
  /** Digest of the id: the code, the token, the name of the request. */
  readonly hash: SecretHash;
  readonly connectionId: ConnectionId | undefined;
  /** Who agreed to what it stands for; with the end of all that opens their account it ends, too. */
  readonly userId: UserId | undefined;
  /** A keyed hash of the short code that somebody types for a device. */
  readonly userCode: string | undefined;
  readonly uid: SecretHash | undefined;
  /** JSON, as the engine gave it, without what names or opens it. */
  readonly payload: string;
  readonly consumedAt: Instant | undefined;
  readonly expiresAt: Instant;
}

export interface ArtefactStore {
  find(model: string, hash: SecretHash): Promise<Artefact | undefined>;
  findByUserCode(model: string, userCode: string): Promise<Artefact | undefined>;
  findByUid(model: string, uid: SecretHash): Promise<Artefact | undefined>;
  /** Takes the code away from what goes by it, once, and answers that: whoever comes second finds nothing. */
  takeUserCode(model: string, userCode: string): Promise<Artefact | undefined>;
  /** Writes it anew or over what stood there; what was consumed stays as it is, and the answer is false. */
  put(artefact: Artefact): Promise<boolean>;
  /** Writes what can be there once: false where it stands already, whoever wrote it, and then nothing is written. */
  claim(artefact: Artefact): Promise<boolean>;
  /** Marks it as consumed, once: false where it is gone, or was consumed before. */
  consume(model: string, hash: SecretHash, at: Instant): Promise<boolean>;
  /** False where it was gone before. */
  delete(model: string, hash: SecretHash): Promise<boolean>;
  deleteOf(connection: ConnectionId): Promise<number>;
  deleteOfUser(user: UserId): Promise<number>;
  /** Whatever names the client: what it has, and what is under way to it. */
  deleteOfClient(client: ServiceId): Promise<number>;
  /** Forgets those that ended before the moment. Answers how many. */
  sweep(before: Instant): Promise<number>;
}

/** Bookkeeping of requests that are under way: several writes in one transaction, without an audit event. */
export interface ArtefactLedger {
  write<Value>(work: (artefacts: ArtefactStore) => Promise<Value>): Promise<Value>;
  /** Forgets artefacts, access tokens and connections that ended before the moment. Answers how many. */
  sweep(before: Instant): Promise<number>;
}
