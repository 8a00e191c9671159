import type { AccessTables } from '../src/access/access-store.ts';
import type { Permission } from '../src/access/permission.ts';
import type { Assignment, Role } from '../src/access/role.ts';
import { groupManager } from '../src/access/role.ts';
import type { Transactor } from '../src/audit/transaction.ts';
import type { AccessToken } from '../src/credentials/access-token.ts';
import type { ApplicationPassword } from '../src/credentials/application-password.ts';
import type { ApprovedScope } from '../src/credentials/approved-scope.ts';
import type { Connection } from '../src/credentials/connection.ts';
import type { Artefact, ConnectionsOf, ConnectionTables } from '../src/credentials/connection-store.ts';
import type { ApplicationPasswordTables, PermanentTokenTables } from '../src/credentials/credential-store.ts';
import type { PermanentToken } from '../src/credentials/permanent-token.ts';
import type { ServiceToken } from '../src/credentials/service-token.ts';
import type { ServiceTokenTables } from '../src/credentials/service-token-store.ts';
import { builtInGroupsOf, type Group, isBuiltInGroup } from '../src/identity/group.ts';
import type { GroupTables, UserTables } from '../src/identity/identity-store.ts';
import { canSignIn, type User } from '../src/identity/user.ts';
import type { FactorId, GroupId, UserId } from '../src/kernel/id.ts';
import { hasPassed, type Instant } from '../src/kernel/instant.ts';
import { ok } from '../src/kernel/result.ts';
import type { Project } from '../src/projects/project.ts';
import type { ProjectTables } from '../src/projects/project-store.ts';
import { type Factor, type FactorTables, isActive } from '../src/second-factor/factor.ts';
import { isRegistered, type Passkey } from '../src/second-factor/passkey.ts';
import type { Service } from '../src/services/service.ts';
import type { ServiceTables } from '../src/services/service-store.ts';
import type { PasswordReset, PasswordResetTables } from '../src/sessions/password-reset.ts';
import type { Session } from '../src/sessions/session.ts';
import type { SessionTables } from '../src/sessions/session-store.ts';
import type { Change, FactSource } from '../src/verification/facts.ts';

/** The tables that use cases about rights read and write. */
export type RightsTables = UserTables &
  GroupTables &
  ProjectTables &
  AccessTables &
  ServiceTables &
  PermanentTokenTables &
  ApplicationPasswordTables &
  ConnectionTables &
  FactorTables &
  PasswordResetTables &
  ServiceTokenTables &
  SessionTables;

/** A store as far as rights go: every engine is one, and so is this memory. */
export interface RightsStore extends Transactor<RightsTables> {
  readonly facts: FactSource;
}

/**
 * Rows in maps, for worlds by the ten thousand. A refused change is undone write by write, backwards. It says of
 * itself only what it was told was touched, so that facts kept too long show. It is no second truth: the same
 * worlds run on the real engines and must come out the same.
 */
export function openMemoryStore(): RightsStore {
  const rows = new UndoableRows();
  const tables = tablesOn(rows);
  const changes: Change[] = [];
  return {
    tables,
    async change(work) {
      rows.begin();
      const result = await work(tables);
      if (!result.ok) {
        rows.undo();
        return result;
      }
      for (const fact of result.value.touched) changes.push({ number: changes.length + 1, fact });
      return ok(result.value.value);
    },
    facts: {
      tables,
      lastChange: async () => ({ number: changes.length, mark: 0, accounted: 0 }),
      changesSince: async (number) => changes.slice(number),
      findPermanentToken: async (hash) => find(rows.tokens, (token) => token.hash === hash),
      findApplicationPassword: async (hash) =>
        find(rows.applicationPasswords, (password) => password.hash === hash),
      findAccessToken: async (hash) =>
        (await tables.accessTokens.findByHash(hash)) ?? (await tables.serviceTokens.findByHash(hash)),
      findCredentials: async (ids) =>
        [
          ...rows.tokens.values(),
          ...rows.applicationPasswords.values(),
          ...rows.accessTokens.values(),
        ].filter(({ id }) => ids.includes(id)),
    },
  };
}

/** Maps that remember how to take back what was written since the beginning of a change. */
class UndoableRows {
  readonly users = new Map<string, User>();
  readonly logins = new Map<string, string>();
  readonly groups = new Map<string, Group>();
  readonly joined = new Map<string, readonly GroupId[]>();
  readonly roles = new Map<string, Role>();
  readonly assignments = new Map<string, Assignment>();
  readonly permissions = new Map<string, { readonly permission: Permission; readonly withdrawn: boolean }>();
  readonly projects = new Map<string, Project>();
  readonly services = new Map<string, Service>();
  readonly tokens = new Map<string, PermanentToken>();
  readonly applicationPasswords = new Map<string, ApplicationPassword>();
  readonly connections = new Map<string, Connection>();
  readonly accessTokens = new Map<string, AccessToken>();
  readonly serviceTokens = new Map<string, ServiceToken>();
  readonly approvedScopes = new Map<string, ApprovedScope>();
  readonly artefacts = new Map<string, Artefact>();
  readonly sessions = new Map<string, Session>();
  readonly resets = new Map<string, PasswordReset>();
  readonly factors = new Map<string, Factor>();
  readonly factorUses = new Map<string, { readonly step: number; readonly at: Instant }>();
  readonly passkeys = new Map<string, Passkey>();
  readonly passkeyUses = new Map<string, { readonly counter: number; readonly at: Instant }>();
  readonly spentChallenges = new Map<string, Instant>();
  readonly recoveryCodes = new Map<string, { readonly userId: UserId }>();
  #written: (() => void)[] = [];

  begin(): void {
    this.#written = [];
  }

  undo(): void {
    for (const takeBack of this.#written.reverse()) takeBack();
  }

  put<Row>(table: Map<string, Row>, id: string, row: Row): void {
    const before = table.get(id);
    this.#written.push(() => (before === undefined ? table.delete(id) : table.set(id, before)));
    table.set(id, row);
  }

  drop<Row>(table: Map<string, Row>, id: string): void {
    const before = table.get(id);
    if (before === undefined) return;
    this.#written.push(() => table.set(id, before));
    table.delete(id);
  }

  /** Ends every row that fits; answers how many. */
  dropAll<Row>(table: Map<string, Row>, fits: (row: Row) => boolean): number {
    const fitting = [...table].filter(([, row]) => fits(row));
    for (const [id] of fitting) this.drop(table, id);
    return fitting.length;
  }
}

function tablesOn(rows: UndoableRows): RightsTables {
  const groupsJoined = (user: UserId) => rows.joined.get(user) ?? [];
  const upwards = (groups: readonly GroupId[]): GroupId[] => {
    const all = new Set(groups.filter((group) => rows.groups.has(group)));
    for (const id of all) {
      const above = rows.groups.get(id)?.parentId;
      if (above !== undefined) all.add(above);
    }
    return [...all];
  };
  const isInside = (group: GroupId, user: UserId, without: GroupId | undefined) =>
    isBuiltInGroup(group) || upwards(groupsJoined(user).filter((id) => id !== without)).includes(group);

  return {
    users: {
      find: async (id) => rows.users.get(id),
      findByLoginKey: async (loginKey) => find(rows.users, (user) => user.loginKey === loginKey),
      async isLoginTaken(loginKey, by) {
        const known = find(rows.users, (user) => user.loginKey === loginKey)?.id ?? rows.logins.get(loginKey);
        return known !== undefined && known !== by;
      },
      list: neverListed,
      findEach: neverListed,
      listBotsOf: async (owner) =>
        filter(rows.users, (user) => user.ownerId === owner && user.state.kind !== 'deleted').sort((a, b) =>
          a.id < b.id ? -1 : 1,
        ),
      insert: async (user) => rows.put(rows.users, user.id, user),
      update: async (user) => rows.put(rows.users, user.id, user),
      reserveLogin: async (loginKey, user) => rows.put(rows.logins, loginKey, user),
    },
    groups: {
      find: async (id) => rows.groups.get(id),
      findByNameForm: async (nameForm) => find(rows.groups, (group) => group.nameForm === nameForm),
      list: neverListed,
      listChildrenOf: neverListed,
      findWithAncestors: async (ids) =>
        new Map(
          upwards(ids)
            .flatMap((id) => rows.groups.get(id) ?? [])
            .map((group) => [group.id, group]),
        ),
      listJoinedOfEach: neverListed,
      listChildren: async (parent) => filter(rows.groups, (group) => group.parentId === parent),
      listAutoJoin: async () => filter(rows.groups, (group) => group.autoJoin),
      insert: async (group) => rows.put(rows.groups, group.id, group),
      update: async (group) => rows.put(rows.groups, group.id, group),
      delete: async (id) => rows.drop(rows.groups, id),
      listJoined: async (user) => groupsJoined(user).flatMap((id) => rows.groups.get(id) ?? []),
      isJoined: async (group, user) => groupsJoined(user).includes(group),
      countMembers: neverListed,
      countGuarded: neverListed,
      async canAnybodySignIn(group, without = {}) {
        const people = filter(rows.users, canSignIn);
        return people.some(({ id }) => id !== without.user && isInside(group, id, without.group));
      },
      join: async (group, user) => rows.put(rows.joined, user, [...new Set([...groupsJoined(user), group])]),
      leave: async (group, user) =>
        rows.put(
          rows.joined,
          user,
          groupsJoined(user).filter((id) => id !== group),
        ),
      leaveAll: async (user) => rows.drop(rows.joined, user),
      listJoinedUsers: async (group) =>
        [...rows.joined].filter(([, groups]) => groups.includes(group)).map(([user]) => user as UserId),
    },
    access: {
      listRoles: async () => new Map(filter(rows.roles, () => true).map((role) => [role.id, role])),
      findRoleByKey: async (key) => find(rows.roles, (role) => role.key === key),
      insertRole: async (role) => rows.put(rows.roles, role.id, role),
      updateRole: async (role) => rows.put(rows.roles, role.id, role),
      deleteRole: async (id) => rows.drop(rows.roles, id),
      listGroupsOf: async (user) => [
        ...upwards(groupsJoined(user)),
        ...builtInGroupsOf(user).map((group) => group.id),
      ],
      listAncestors: async (group) => upwards([group]),
      listAssignments: async (holders) =>
        filter(rows.assignments, ({ holder }) => holders.includes(holder.id)),
      findAssignment: async (id) => rows.assignments.get(id),
      listHolders: async (role, place) =>
        filter(rows.assignments, (one) => one.roleId === role && one.place.id === place),
      listHoldersIn: neverListed,
      pageAssignments: neverListed,
      async countAssignments({ roleId, holder, place }) {
        const fits = (one: Assignment) =>
          one.roleId !== groupManager.id &&
          one.roleId === (roleId ?? one.roleId) &&
          one.holder.id === (holder?.id ?? one.holder.id) &&
          one.place.id === (place ?? one.place.id);
        return filter(rows.assignments, fits).length;
      },
      insertAssignment: async (assignment) => rows.put(rows.assignments, assignment.id, assignment),
      deleteAssignment: async (id) => rows.drop(rows.assignments, id),
      deleteAssignmentsOf: async (id) => rows.dropAll(rows.assignments, ({ holder }) => holder.id === id),
      deleteAssignmentsIn: async (id) => rows.dropAll(rows.assignments, ({ place }) => place.id === id),
      listPermissions: async () =>
        filter(rows.permissions, ({ withdrawn }) => !withdrawn).map(({ permission }) => permission),
      isPermissionKeyTaken: async (key) => rows.permissions.has(key),
      insertPermission: async (permission) =>
        rows.put(rows.permissions, permission.key, { permission, withdrawn: false }),
      updatePermission: async (permission) =>
        rows.put(rows.permissions, permission.key, { permission, withdrawn: false }),
      async withdrawPermission(key) {
        const known = rows.permissions.get(key);
        if (known !== undefined) rows.put(rows.permissions, key, { ...known, withdrawn: true });
      },
      listServicesOf: async (groups) =>
        filter(rows.services, ({ viewers }) => viewers.some((viewer) => groups.includes(viewer))).map(
          ({ id }) => id,
        ),
    },
    projects: {
      find: async (id) => rows.projects.get(id),
      findByKeyForm: async (keyForm) => find(rows.projects, (project) => project.keyForm === keyForm),
      findByNameForm: async (nameForm) => find(rows.projects, (project) => project.nameForm === nameForm),
      list: neverListed,
      insert: async (project) => rows.put(rows.projects, project.id, project),
      update: async (project) => rows.put(rows.projects, project.id, project),
      delete: async (id) => rows.drop(rows.projects, id),
    },
    services: {
      find: async (id) => rows.services.get(id),
      findByKeyForm: async (keyForm) => find(rows.services, (service) => service.keyForm === keyForm),
      findByName: async (name) => find(rows.services, (service) => service.name === name),
      list: neverListed,
      insert: async (service) => rows.put(rows.services, service.id, service),
      update: async (service) => rows.put(rows.services, service.id, service),
      delete: async (id) => rows.drop(rows.services, id),
      async removeViewer(group) {
        const open = filter(rows.services, ({ viewers }) => viewers.includes(group));
        for (const service of open) {
          const viewers = service.viewers.filter((viewer) => viewer !== group);
          rows.put(rows.services, service.id, { ...service, viewers });
        }
        return open.length;
      },
    },
    permanentTokens: {
      find: async (id) => rows.tokens.get(id),
      list: neverListed,
      insert: async (token) => rows.put(rows.tokens, token.id, token),
      update: async (token) => rows.put(rows.tokens, token.id, token),
      async revokeAllOf(user, at, by) {
        const standing = filter(
          rows.tokens,
          ({ userId, state }) => userId === user && state.kind !== 'revoked',
        );
        for (const token of standing)
          rows.put(rows.tokens, token.id, { ...token, state: { kind: 'revoked', at, by } });
        return standing.map(({ hash }) => hash);
      },
      countOf: neverListed,
      countFor: neverListed,
    },
    applicationPasswords: {
      find: async (id) => rows.applicationPasswords.get(id),
      list: neverListed,
      insert: async (password) => rows.put(rows.applicationPasswords, password.id, password),
      update: async (password) => rows.put(rows.applicationPasswords, password.id, password),
      async revokeAllOf(user, at, by) {
        const standing = filter(
          rows.applicationPasswords,
          ({ userId, state }) => userId === user && state.kind !== 'revoked',
        );
        for (const password of standing)
          rows.put(rows.applicationPasswords, password.id, {
            ...password,
            state: { kind: 'revoked', at, by },
          });
        return standing.map(({ hash }) => hash);
      },
      countOf: async (user) =>
        filter(rows.applicationPasswords, ({ userId, state }) => userId === user && state.kind !== 'revoked')
          .length,
    },
    connections: {
      find: async (id) => rows.connections.get(id),
      list: async (owner, now) => onePage(listStanding(rows, { user: owner }, now)),
      async listOf(client, now) {
        const page = onePage(listStanding(rows, { client }, now));
        return { ...page, users: new Set(page.items.map(({ userId }) => userId)).size };
      },
      insert: async (connection) => rows.put(rows.connections, connection.id, connection),
      update: async (connection) => rows.put(rows.connections, connection.id, connection),
      async revoke(id, at, by) {
        const found = rows.connections.get(id);
        if (found !== undefined && found.state.kind !== 'revoked')
          rows.put(rows.connections, id, { ...found, state: { kind: 'revoked', at, by } });
      },
      listStanding: async (whose, now) => listStanding(rows, whose, now),
      countOf: async (user, now) => listStanding(rows, { user }, now).length,
      sweep: async (before) => rows.dropAll(rows.connections, ({ expiresAt }) => expiresAt < before),
    },
    accessTokens: {
      findByHash: async (hash) => rows.accessTokens.get(hash),
      insert: async (token) => rows.put(rows.accessTokens, token.hash, token),
      async revokeOf(connection, at, by) {
        const standing = filter(
          rows.accessTokens,
          ({ connectionId, state }) => connectionId === connection && state.kind !== 'revoked',
        );
        for (const token of standing)
          rows.put(rows.accessTokens, token.hash, { ...token, state: { kind: 'revoked', at, by } });
        return standing.map(({ hash }) => hash);
      },
      async revoke(id, at, by) {
        const token = find(rows.accessTokens, (one) => one.id === id);
        if (token !== undefined)
          rows.put(rows.accessTokens, token.hash, { ...token, state: { kind: 'revoked', at, by } });
      },
      sweep: async (before) => rows.dropAll(rows.accessTokens, ({ expiresAt }) => expiresAt < before),
    },
    serviceTokens: {
      findByHash: async (hash) => rows.serviceTokens.get(hash),
      insert: async (token) => rows.put(rows.serviceTokens, token.hash, token),
      async revoke(id, at, by) {
        const token = find(rows.serviceTokens, (one) => one.id === id);
        if (token !== undefined)
          rows.put(rows.serviceTokens, token.hash, { ...token, state: { kind: 'revoked', at, by } });
      },
      async revokeOf(client, at, by) {
        const standing = filter(
          rows.serviceTokens,
          ({ clientId, state }) => clientId === client && state.kind !== 'revoked',
        );
        for (const token of standing)
          rows.put(rows.serviceTokens, token.hash, { ...token, state: { kind: 'revoked', at, by } });
        return standing.map(({ hash }) => hash);
      },
      sweep: async (before) => rows.dropAll(rows.serviceTokens, ({ expiresAt }) => expiresAt < before),
    },
    approvedScopes: {
      find: async (id) => find(rows.approvedScopes, (scope) => scope.id === id),
      findOf: async (user, client) => rows.approvedScopes.get(`${user} ${client}`),
      list: async (owner) => onePage(filter(rows.approvedScopes, ({ userId }) => userId === owner)),
      put: async (scope) => rows.put(rows.approvedScopes, `${scope.userId} ${scope.clientId}`, scope),
      delete: async (id) => void rows.dropAll(rows.approvedScopes, (scope) => scope.id === id),
      deleteOf: async (whose) => rows.dropAll(rows.approvedScopes, (scope) => isOf(scope, whose)),
    },
    artefacts: {
      find: async (model, hash) => rows.artefacts.get(`${model}:${hash}`),
      findByUserCode: async (model, userCode) =>
        find(rows.artefacts, (one) => one.model === model && one.userCode === userCode),
      findByUid: async (model, uid) => find(rows.artefacts, (one) => one.model === model && one.uid === uid),
      async takeUserCode(model, userCode) {
        const found = find(rows.artefacts, (one) => one.model === model && one.userCode === userCode);
        if (found === undefined) return undefined;
        const taken = { ...found, userCode: undefined };
        rows.put(rows.artefacts, `${model}:${found.hash}`, taken);
        return taken;
      },
      async put(artefact) {
        const key = `${artefact.model}:${artefact.hash}`;
        if (rows.artefacts.get(key)?.consumedAt !== undefined) return false;
        rows.put(rows.artefacts, key, artefact);
        return true;
      },
      async claim(artefact) {
        const key = `${artefact.model}:${artefact.hash}`;
        if (rows.artefacts.has(key)) return false;
        rows.put(rows.artefacts, key, artefact);
        return true;
      },
      async consume(model, hash, at) {
        const found = rows.artefacts.get(`${model}:${hash}`);
        if (found === undefined || found.consumedAt !== undefined) return false;
        rows.put(rows.artefacts, `${model}:${hash}`, { ...found, consumedAt: at });
        return true;
      },
      delete: async (model, hash) =>
        rows.dropAll(rows.artefacts, (one) => one.model === model && one.hash === hash) > 0,
      deleteOf: async (connection) =>
        rows.dropAll(rows.artefacts, ({ connectionId }) => connectionId === connection),
      deleteOfUser: async (user) => rows.dropAll(rows.artefacts, ({ userId }) => userId === user),
      deleteOfClient: async (client) =>
        rows.dropAll(rows.artefacts, ({ payload }) => payload.includes(client)),
      sweep: async (before) => rows.dropAll(rows.artefacts, ({ expiresAt }) => expiresAt < before),
    },
    sessions: {
      find: async (id) => rows.sessions.get(id),
      findByHash: async (hash) => find(rows.sessions, (session) => session.hash === hash),
      listOf: async (user) => filter(rows.sessions, ({ userId }) => userId === user),
      insert: async (session) => rows.put(rows.sessions, session.id, session),
      async markSecondFactor(id) {
        const session = rows.sessions.get(id);
        if (session !== undefined) rows.put(rows.sessions, id, { ...session, hasSecondFactor: true });
      },
      async unmarkSecondFactor(user) {
        for (const session of filter(rows.sessions, ({ userId }) => userId === user))
          rows.put(rows.sessions, session.id, { ...session, hasSecondFactor: false });
      },
      delete: async (id) => rows.drop(rows.sessions, id),
      countOf: neverListed,
      deleteOfUser: async (user, but) =>
        rows.dropAll(rows.sessions, ({ userId, id }) => userId === user && id !== but),
    },
    passwordResets: {
      findByHash: async (hash) => find(rows.resets, (reset) => reset.hash === hash),
      put: async (reset) => rows.put(rows.resets, reset.userId, reset),
      spend: async (user, hash) =>
        rows.dropAll(rows.resets, (reset) => reset.userId === user && reset.hash === hash) === 1,
      countOf: neverListed,
      deleteOf: async (user) => rows.dropAll(rows.resets, ({ userId }) => userId === user),
    },
    factors: {
      listOf: async (user) => filter(rows.factors, ({ userId }) => userId === user),
      hasActive: async (user) =>
        [...filter(rows.factors, isActive), ...filter(rows.passkeys, isRegistered)].some(
          ({ userId }) => userId === user,
        ),
      listOfEach: neverListed,
      insert: async (factor) => rows.put(rows.factors, factor.id, factor),
      update: async (factor) => rows.put(rows.factors, factor.id, factor),
      delete: async (id) => rows.drop(rows.factors, id),
      async deleteAllOf(user) {
        rows.dropAll(rows.recoveryCodes, ({ userId }) => userId === user);
        const keys = rows.dropAll(rows.passkeys, ({ userId }) => userId === user);
        return keys + rows.dropAll(rows.factors, ({ userId }) => userId === user);
      },
      async spendStep(factor, step, at) {
        if ((rows.factorUses.get(factor)?.step ?? -1) >= step) return false;
        rows.put(rows.factorUses, factor, { step, at });
        return true;
      },
      lastUsed: async (factors) =>
        new Map(factors.flatMap((id) => [[id, rows.factorUses.get(id)?.at] as const]).filter(isUsed)),
      async replaceRecoveryCodes(user, hashes) {
        rows.dropAll(rows.recoveryCodes, ({ userId }) => userId === user);
        for (const hash of hashes) rows.put(rows.recoveryCodes, hash, { userId: user });
      },
      async spendRecoveryCode(user, hash) {
        if (rows.recoveryCodes.get(hash)?.userId !== user) return false;
        rows.drop(rows.recoveryCodes, hash);
        return true;
      },
      countRecoveryCodes: async (user) => filter(rows.recoveryCodes, ({ userId }) => userId === user).length,
    },
    passkeys: {
      listOf: async (user) => filter(rows.passkeys, ({ userId }) => userId === user),
      listOfEach: neverListed,
      findByCredential: async (id) =>
        filter(rows.passkeys, ({ credential }) => credential?.id === id).find(isRegistered),
      insert: async (passkey) => rows.put(rows.passkeys, passkey.id, passkey),
      update: async (passkey) => rows.put(rows.passkeys, passkey.id, passkey),
      delete: async (id) => rows.drop(rows.passkeys, id),
      async spendCounter(passkey, counter, at) {
        const last = rows.passkeyUses.get(passkey)?.counter;
        if (last !== undefined && (counter === 0 ? last !== 0 : last >= counter)) return false;
        rows.put(rows.passkeyUses, passkey, { counter, at });
        return true;
      },
      lastUsed: async (passkeys) =>
        new Map(passkeys.flatMap((id) => [[id, rows.passkeyUses.get(id)?.at] as const]).filter(isUsed)),
      async spendChallenge(nonce, expiresAt) {
        if (rows.spentChallenges.has(nonce)) return false;
        rows.put(rows.spentChallenges, nonce, expiresAt);
        return true;
      },
    },
  };
}

function listStanding(rows: UndoableRows, whose: ConnectionsOf, now: Instant): Connection[] {
  return filter(
    rows.connections,
    (one) => isOf(one, whose) && one.state.kind !== 'revoked' && !hasPassed(one.expiresAt, now),
  );
}

function isOf(
  { userId, clientId }: Pick<Connection, 'userId' | 'clientId'>,
  { user, client }: ConnectionsOf,
): boolean {
  return (user ?? userId) === userId && (client ?? clientId) === clientId;
}

function onePage<Row>(items: readonly Row[]) {
  return { items, total: items.length };
}

function isUsed(pair: readonly [FactorId, Instant | undefined]): pair is readonly [FactorId, Instant] {
  return pair[1] !== undefined;
}

/** Pages and counts are for people who look; no rule about rights asks for one. */
function neverListed(): never {
  throw new Error('the memory store lists no pages');
}

function find<Row>(table: ReadonlyMap<string, Row>, fits: (row: Row) => boolean): Row | undefined {
  for (const row of table.values()) if (fits(row)) return row;
  return undefined;
}

function filter<Row>(table: ReadonlyMap<string, Row>, fits: (row: Row) => boolean): Row[] {
  return [...table.values()].filter(fits);
}
