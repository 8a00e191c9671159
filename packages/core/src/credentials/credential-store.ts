import type {
  ApplicationPasswordId,
  PermanentTokenId,
  PermissionKey,
  ServiceId,
  UserId,
} from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { ApplicationPassword } from './application-password.ts';
import type { CredentialId } from './credential.ts';
import type { PermanentToken } from './permanent-token.ts';

export type PermanentTokenOrderKey = 'name' | 'creationTime' | 'expires';

/** Permanent tokens. Revoked ones stay as rows for the log's sake; `list` leaves them out, `find` does not. */
export interface PermanentTokenStore {
  find(id: PermanentTokenId): Promise<PermanentToken | undefined>;
  list(owner: UserId, page: PageRequest<PermanentTokenOrderKey>): Promise<Page<PermanentToken>>;
  insert(token: PermanentToken): Promise<void>;
  update(token: PermanentToken): Promise<void>;
  /** Revokes every token of the user that is not revoked; answers the hashes by which checks know them. */
  revokeAllOf(user: UserId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  /** How many tokens that are not revoked each user has. */
  countOf(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>>;
  /** How many tokens that are not revoked are good for the service, and how many users have one. */
  countFor(service: ServiceId): Promise<{ readonly tokens: number; readonly users: number }>;
}

export interface PermanentTokenTables {
  readonly permanentTokens: PermanentTokenStore;
}

export type ApplicationPasswordOrderKey = 'name' | 'creationTime';

/** Application passwords, kept as permanent tokens are: `list` leaves revoked ones out, `find` does not. */
export interface ApplicationPasswordStore {
  find(id: ApplicationPasswordId): Promise<ApplicationPassword | undefined>;
  list(owner: UserId, page: PageRequest<ApplicationPasswordOrderKey>): Promise<Page<ApplicationPassword>>;
  insert(password: ApplicationPassword): Promise<void>;
  update(password: ApplicationPassword): Promise<void>;
  /** Revokes every one of the user that is not revoked; answers the hashes by which checks know them. */
  revokeAllOf(user: UserId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  /** How many that are not revoked the user has. */
  countOf(user: UserId): Promise<number>;
}

export interface ApplicationPasswordTables {
  readonly applicationPasswords: ApplicationPasswordStore;
}

/** How often one credential was used for one service from one address on one day, and when last. */
export interface UseCount {
  readonly credentialId: CredentialId;
  readonly serviceId: ServiceId;
  readonly day: number;
  readonly count: number;
  readonly lastAt: Instant;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/** All that is known of a credential's use. */
export interface CredentialUse {
  readonly count: number;
  readonly lastAt: Instant;
  readonly lastAddress: string | undefined;
  readonly lastUserAgent: string | undefined;
}

/** Use within the last days, as evidence of what ending the credential would break. */
export interface RecentUse {
  readonly count: number;
  /** How many addresses it came from: of each day and service the last one is kept, so this is a lower bound. */
  readonly addresses: number;
  readonly services: readonly { readonly serviceId: ServiceId; readonly count: number }[];
}

/** How often a credential met a demand for a permission at a service, and when last. */
export interface PermissionUse {
  readonly serviceId: ServiceId;
  readonly permission: PermissionKey;
  readonly count: number;
  readonly lastAt: Instant;
}

/** The same as it is written, with the credential. */
export interface PermissionUseCount extends PermissionUse {
  readonly credentialId: CredentialId;
}

/** Bookkeeping of use: a narrow port of its own, written in batches, never on the path of a check. */
export interface UseStore {
  /** Adds uses and permissions exercised, all or nothing. No count grows beyond a trillion. */
  record(batch: readonly UseCount[], exercised?: readonly PermissionUseCount[]): Promise<void>;
  find(ids: readonly CredentialId[]): Promise<ReadonlyMap<CredentialId, CredentialUse>>;
  /** The permissions that each was seen to exercise, the latest first; one that exercised none is not in the answer. */
  findExercised(ids: readonly CredentialId[]): Promise<ReadonlyMap<CredentialId, readonly PermissionUse[]>>;
  /** Forgets the days before one, and permissions not exercised since; totals stay. Answers how many rows went. */
  sweep(beforeDay: number): Promise<number>;
  /** How often credentials were used for the service since a day. */
  countRecentFor(service: ServiceId, sinceDay: number): Promise<number>;
  /** How often the user's credentials were used since a day, those that are revoked by now left out. */
  countRecentOf(user: UserId, sinceDay: number): Promise<number>;
  findRecent(ids: readonly CredentialId[], sinceDay: number): Promise<ReadonlyMap<CredentialId, RecentUse>>;
}
