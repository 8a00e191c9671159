import {
  addMember,
  assignRole,
  type Caller,
  createGroup,
  createProject,
  createRole,
  createUser,
  declarePermission,
  type FactorId,
  type GroupId,
  globalProjectId,
  type Holder,
  instant,
  newId,
  newTokenText,
  ok,
  type PermissionKey,
  type ProjectId,
  permissionsOf,
  type RoleId,
  type ServiceId,
  type Session,
  type User,
  type UserActor,
  type UserId,
} from '@countersign/core';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { byHand, done, type House } from './open-house.ts';

/** What tests arrange by hand, past the question of who may. */

let names = 0;

/** A name that no other test of the file has. */
export function fresh(prefix: string): string {
  names += 1;
  return `${prefix}-${names}`;
}

/** What somebody is given: permissions, everywhere or in one project. */
export type Given = readonly [permissions: readonly PermissionKey[], project?: ProjectId | undefined];

/** Somebody who is signed in, as a cookie and as the caller that the core sees. */
export interface Somebody {
  readonly id: UserId;
  readonly login: string;
  readonly cookie: string;
  /** With what they hold at the moment of the question. */
  caller(): Promise<Caller<UserActor>>;
}

/** Makes somebody who holds the Observer role and what they are given. */
export async function addSomebody(
  house: House,
  login: string,
  given: readonly Given[] = [],
): Promise<Somebody> {
  const user = await addUser(house, login);
  for (const [permissions, project] of given)
    await give(house, { kind: 'user', id: user.id }, permissions, project);
  return signedIn(house, user);
}

export async function addUser({ authority }: House, login: string): Promise<User> {
  const plain = { kind: 'person', name: login, email: undefined, password: undefined } as const;
  return done(await createUser(authority, byHand, { ...plain, login }));
}

/** A bot that somebody answers for. */
export async function addBot({ authority }: House, login: string, ownerId: UserId): Promise<User> {
  const plain = { kind: 'bot', name: login, email: undefined, password: undefined } as const;
  return done(await createUser(authority, byHand, { ...plain, login, ownerId }));
}

/** Gives a role of its own to a user or a group. */
export async function give(
  { authority }: House,
  holder: Holder,
  permissions: readonly PermissionKey[],
  projectId: ProjectId = globalProjectId,
): Promise<RoleId> {
  const key = fresh('role');
  const role = done(
    await createRole(authority, byHand, { key, name: key, description: undefined, permissions }),
  );
  done(await assignRole(authority, byHand, { roleId: role.id, holder, projectId }));
  return role.id;
}

export async function giveRole(
  { authority }: House,
  holder: Holder,
  roleId: RoleId,
  projectId: ProjectId = globalProjectId,
): Promise<void> {
  done(await assignRole(authority, byHand, { roleId, holder, projectId }));
}

export async function addProject({ authority }: House, key: string): Promise<ProjectId> {
  const made = await createProject(authority, byHand, { key, name: key, description: undefined });
  return done(made).id;
}

export async function addGroup(
  { authority }: House,
  name: string,
  { parentId, members = [] }: { readonly parentId?: GroupId; readonly members?: readonly UserId[] } = {},
): Promise<GroupId> {
  const plain = { description: undefined, requiresTwoFactor: false, autoJoin: false };
  const { id } = done(await createGroup(authority, byHand, { ...plain, name, parentId }));
  for (const userId of members) done(await addMember(authority, byHand, { groupId: id, userId }));
  return id;
}

/** Declares a permission of a service; by its kind it holds in Global alone, or in projects too. */
export async function declare(
  { authority }: House,
  serviceId: string,
  key: string,
  {
    holdsIn = 'project',
    implies = [],
  }: { readonly holdsIn?: 'global' | 'project'; readonly implies?: readonly PermissionKey[] } = {},
): Promise<PermissionKey> {
  const plain = { serviceId: serviceId as ServiceId, name: `Name of ${key}`, description: undefined };
  const made = await declarePermission(authority, byHand, {
    ...plain,
    key: key as PermissionKey,
    holdsIn,
    implies,
  });
  return done(made).key;
}

/** Gives somebody an authenticator app, as if they had set it up; answers its seed. */
export async function addFactor({ authority }: House, userId: UserId, name = 'Phone'): Promise<Uint8Array> {
  const { random, seedCipher, store } = authority;
  const id = newId<FactorId>(random);
  const seed = random.bytes(20);
  const at = authority.clock.now();
  const factor = {
    id,
    userId,
    name,
    encryptedSeed: seedCipher.encrypt(seed, id),
    addedAt: at,
    confirmedAt: at,
  };
  done(
    await store.change(async (tables) => {
      await tables.factors.insert(factor);
      await tables.factors.replaceRecoveryCodes(userId, [`${id} one`, `${id} two`]);
      const target = { kind: 'factor', id, name } as const;
      return ok({
        value: undefined,
        events: [{ kind: 'factor.added', at, caller: byHand, subject: userId, target }],
        touched: [],
      });
    }),
  );
  return seed;
}

/**
 * Signs somebody in without a password: their session is put where sign-in would put it, as of some minutes ago.
 */
export async function signedIn(
  { authority }: House,
  user: Pick<User, 'id' | 'login'>,
  minutesAgo = 0,
): Promise<Somebody> {
  const secret = newTokenText('session', authority.random);
  const session: Session = {
    id: newId(authority.random),
    hash: authority.digest.secret(secret),
    userId: user.id,
    startedAt: instant(authority.clock.now() - minutesAgo * 60_000),
    expiresAt: instant(authority.clock.now() + 3_600_000),
    address: undefined,
    userAgent: undefined,
    hasSecondFactor: false,
  };
  const at = authority.clock.now();
  done(
    await authority.store.change(async (tables) => {
      await tables.sessions.insert(session);
      const target = { kind: 'session', id: session.id, name: user.login } as const;
      const event = { kind: 'session.started', at, caller: byHand, subject: user.id, target } as const;
      return ok({ value: undefined, events: [event], touched: [] });
    }),
  );
  const { tables } = authority.store;
  return {
    id: user.id,
    login: user.login,
    cookie: `countersign=${rememberSecret(secret.reveal())}`,
    caller: async () => ({
      actor: {
        kind: 'user',
        userId: user.id,
        login: user.login,
        via: { kind: 'session', id: session.id, authenticatedAt: session.startedAt },
        permissions: await permissionsOf(tables, user.id),
      },
      origin: { requestId: 'a test' },
    }),
  };
}
