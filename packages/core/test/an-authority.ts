import { permissionsOf } from '../src/access/access-store.ts';
import type { Caller, UserActor } from '../src/access/actor.ts';
import type { Permission } from '../src/access/permission.ts';
import type { PermissionSet } from '../src/access/permission-set.ts';
import {
  builtInRoles,
  globalPlace,
  type Holder,
  observer,
  type Place,
  type Role,
  systemAdministrator,
} from '../src/access/role.ts';
import type { AuditEntry } from '../src/audit/event.ts';
import type { PermanentToken } from '../src/credentials/permanent-token.ts';
import { builtInGroups, type Group } from '../src/identity/group.ts';
import type { PasswordHasher } from '../src/identity/password.ts';
import type { User } from '../src/identity/user.ts';
import { type GroupId, newId, type PermanentTokenId, type SessionId, type UserId } from '../src/kernel/id.ts';
import { later } from '../src/kernel/instant.ts';
import { ok } from '../src/kernel/result.ts';
import type { PasswordHash, SecretHash } from '../src/kernel/secret.ts';
import type { Project } from '../src/projects/project.ts';
import type { Refusal, Result } from '../src/refusal.ts';
import { authorityService } from '../src/services/authority-service.ts';
import type { Service } from '../src/services/service.ts';
import { ann, aToken, aUser, bob } from './builders.ts';
import { openMemoryStore, type RightsStore, type RightsTables } from './memory-store.ts';
import { digest, fixedClock, noon, seededRandom } from './platform.ts';

/** What use cases are handed in their tests: an authority in memory that Ann administers and Bob has an account in. */
export interface Authority {
  readonly ports: {
    readonly clock: ReturnType<typeof fixedClock>;
    readonly random: ReturnType<typeof seededRandom>;
    readonly digest: typeof digest;
    readonly passwordHasher: PasswordHasher;
    readonly store: RightsStore;
  };
  /** The events of every act that was committed since the beginning. */
  readonly events: readonly AuditEntry[];
  /** Ann in a session, with all there is at this moment. */
  asAnn(): Promise<Caller<UserActor>>;
  /** Somebody in a session of their own, with all that they hold at this moment. */
  signIn(user: UserId): Promise<Caller<UserActor>>;
  /** Somebody's token, good for everything, with all that they hold at this moment or with less. */
  byToken(user: UserId, permissions?: PermissionSet): Promise<Caller<UserActor>>;
  holdsOf(user: UserId): Promise<PermissionSet>;
  /** Writes rows past every use case. */
  add(rows: Rows): Promise<void>;
}

export interface Rows {
  readonly users?: readonly User[];
  readonly groups?: readonly Group[];
  readonly members?: readonly (readonly [GroupId, UserId])[];
  readonly projects?: readonly Project[];
  readonly services?: readonly Service[];
  readonly permissions?: readonly Permission[];
  readonly roles?: readonly Role[];
  readonly given?: readonly (readonly [Role, UserId | Holder, Place?])[];
  readonly tokens?: readonly PermanentToken[];
}

export async function anAuthority(): Promise<Authority> {
  const events: AuditEntry[] = [];
  const memory = openMemoryStore();
  const store = recording(memory, events);
  const random = seededRandom('an authority');
  const ports = { clock: fixedClock(noon), random, digest, passwordHasher: plainHasher, store };
  // Rows of a test are no acts of the authority: they are not recorded.
  const change = (work: (tables: RightsTables) => Promise<void>) =>
    memory.change(async (tables) => {
      await work(tables);
      return ok({ value: undefined, events: [founded], touched: [] });
    });

  const add = async (rows: Rows) => {
    await change((tables) => insertRows(tables, rows, () => newId(random)));
  };
  const callerOf = async (
    userId: UserId,
    via: UserActor['via'],
    permissions?: PermissionSet,
  ): Promise<Caller<UserActor>> => {
    const user = await store.tables.users.find(userId);
    const actor = {
      kind: 'user',
      userId,
      login: user?.login ?? '',
      via,
      permissions: permissions ?? (await permissionsOf(store.tables, userId)),
    } as const;
    return { actor, origin: { requestId: 'an act' } };
  };
  const signIn = async (userId: UserId) => {
    const id = newId<SessionId>(random);
    await change((tables) => tables.sessions.insert(sessionOf(id, userId)));
    return callerOf(userId, { kind: 'session', id, authenticatedAt: noon });
  };

  await change(async (tables) => {
    await tables.services.insert(authorityService(noon));
    for (const role of builtInRoles) await tables.access.insertRole(role);
    for (const group of builtInGroups) await tables.groups.insert(group);
  });
  await add({
    users: [aUser({ id: ann, login: 'ann', name: 'Ann' }), aUser()],
    given: [
      [systemAdministrator, ann],
      [observer, bob],
    ],
  });
  return {
    ports,
    events,
    asAnn: () => signIn(ann),
    signIn,
    async byToken(userId, permissions) {
      const id = newId<PermanentTokenId>(random);
      await add({ tokens: [aToken({ id, hash: `hash of ${id}` as SecretHash, userId })] });
      return callerOf(userId, { kind: 'permanent-token', id }, permissions);
    },
    holdsOf: (user) => permissionsOf(store.tables, user),
    add,
  };
}

/** What was done; the test ends here when it was refused. */
export function done<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
}

/** What stood in the way; the test ends here when nothing did. */
export function refusalOf(result: Result<unknown>): Refusal {
  if (!result.ok) return result.refusal;
  throw new Error('what should have been refused was done');
}

/** What a refusal says is missing, as permission and place. */
export function missingOf(result: Result<unknown>): readonly (readonly [string, string])[] {
  const refusal = refusalOf(result);
  if (refusal.kind !== 'forbidden') throw new Error(`refused otherwise: ${JSON.stringify(refusal)}`);
  return refusal.missing.map(({ permission, place }) => [permission, place]);
}

const founded: AuditEntry = {
  kind: 'authority.founded',
  at: noon,
  caller: { actor: { kind: 'system' }, origin: { requestId: 'start' } },
  target: { kind: 'authority' },
};

/** Hashes that show what they were made of. */
const plainHasher: PasswordHasher = {
  firstGuesses: { isCommon: () => false, siteWords: [] },
  hash: async (password) => `hash of ${password.reveal()}` as PasswordHash,
  verify: async (password, hash) => hash === `hash of ${password.reveal()}`,
};

function recording(store: RightsStore, events: AuditEntry[]): RightsStore {
  return {
    tables: store.tables,
    facts: store.facts,
    change: (work) =>
      store.change(async (tables) => {
        const result = await work(tables);
        if (result.ok) events.push(...result.value.events);
        return result;
      }),
  };
}

function sessionOf(id: SessionId, userId: UserId) {
  return {
    id,
    hash: `hash of ${id}` as SecretHash,
    userId,
    startedAt: noon,
    expiresAt: later(noon, 60_000),
    address: undefined,
    userAgent: undefined,
    hasSecondFactor: false,
  };
}

async function insertRows(tables: RightsTables, rows: Rows, nextId: () => never): Promise<void> {
  for (const user of rows.users ?? []) await tables.users.insert(user);
  for (const group of rows.groups ?? []) await tables.groups.insert(group);
  for (const [group, user] of rows.members ?? []) await tables.groups.join(group, user);
  for (const project of rows.projects ?? []) await tables.projects.insert(project);
  for (const service of rows.services ?? []) await tables.services.insert(service);
  for (const permission of rows.permissions ?? []) await tables.access.insertPermission(permission);
  for (const role of rows.roles ?? []) await tables.access.insertRole(role);
  for (const token of rows.tokens ?? []) await tables.permanentTokens.insert(token);
  for (const [role, to, place = globalPlace] of rows.given ?? []) {
    const holder: Holder = typeof to === 'string' ? { kind: 'user', id: to } : to;
    await tables.access.insertAssignment({ id: nextId(), roleId: role.id, holder, place });
  }
}
