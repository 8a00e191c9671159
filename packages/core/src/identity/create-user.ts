import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeCreateUser } from '../access/authorize.ts';
import { observer, permissionsOfRole, type Role } from '../access/role.ts';
import type { Transactor } from '../audit/transaction.ts';
import { globalProjectId, newId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import { brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, type Refusal, type Result } from '../refusal.ts';
import { type ActorTables, changeAs } from './change-as.ts';
import type { UserTables } from './identity-store.ts';
import { brokenPasswordRule, type PasswordHasher } from './password.ts';
import { brokenLoginRule, loginKey, type User } from './user.ts';

export interface CreateUserPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<ActorTables>;
}

export interface NewUser {
  readonly kind: 'person' | 'bot';
  readonly login: string;
  readonly name: string;
  readonly email: string | undefined;
  /** The initial password of a person; a bot never has one. */
  readonly password: Secret | undefined;
}

/**
 * Creates an account with the Observer role. The actor must hold whatever the new account will hold.
 * Refuses a login that is, or ever was, somebody's: names are not inherited.
 */
export async function createUser(
  ports: CreateUserPorts,
  caller: Caller,
  input: NewUser,
): Promise<Result<User>> {
  // Asked before the slow hash, so that nobody without the right can make the server work; and again in the change.
  const may = authorizeCreateUser(caller.actor, permissionsOfRole(observer));
  if (!may.ok) return may;
  const prepared = await prepareUser(ports, input);
  if (!prepared.ok) return prepared;
  const user = prepared.value;

  return changeAs(ports, caller, async (tables, actor) => {
    const mayNow = authorizeCreateUser(actor, permissionsOfRole(observer));
    if (!mayNow.ok) return mayNow;
    const written = await insertUserWithRole(tables, ports.random, user, observer);
    if (!written.ok) return written;
    return ok({
      value: user,
      events: [
        { kind: 'user.created', at: user.createdAt, caller, subject: user.id, target: userTarget(user) },
      ],
      touched: [],
    });
  });
}

/** Checks a new account's fields and hashes its password, before any transaction is open. */
export async function prepareUser(
  ports: Pick<CreateUserPorts, 'clock' | 'random' | 'passwordHasher'>,
  input: NewUser,
): Promise<Result<User>> {
  const broken = brokenUserRule(input);
  if (broken !== undefined) return refuse(broken);
  const passwordHash = input.password && (await ports.passwordHasher.hash(input.password));
  if (passwordHash === 'busy') {
    return refuse({
      kind: 'unavailable',
      retryAfterSeconds: 2,
      internalReason: 'the password hashing queue is full',
    });
  }
  return ok({
    id: newId(ports.random),
    kind: input.kind,
    login: input.login,
    loginKey: loginKey(input.login),
    name: input.name,
    email: input.email,
    state: { kind: 'active' },
    passwordHash,
    createdAt: ports.clock.now(),
  });
}

/** Writes the account and its first assignment, inside the caller's transaction. */
export async function insertUserWithRole(
  tables: UserTables & AccessTables,
  random: Random,
  user: User,
  role: Role,
): Promise<Result<void>> {
  if ((await tables.users.findByLoginKey(user.loginKey)) !== undefined) {
    return refuse({ kind: 'already-exists', field: 'login', rule: 'is taken' });
  }
  await tables.users.insert(user);
  await tables.access.insertAssignment({
    id: newId(random),
    roleId: role.id,
    holderId: user.id,
    place: globalProjectId,
  });
  return ok(undefined);
}

/** The user as an audit event names it. */
export function userTarget(user: User) {
  return { kind: 'user', id: user.id, name: user.login } as const;
}

function brokenUserRule(input: NewUser): Refusal | undefined {
  const login = brokenLoginRule(input.login);
  if (login !== undefined) return malformed('login', login);
  const name = brokenNameRule(input.name);
  if (name !== undefined) return malformed('name', name);
  if (input.password === undefined) return undefined;
  if (input.kind === 'bot') return malformed('password', 'must be absent: a bot never signs in');
  const password = brokenPasswordRule(input.password.reveal(), [input.login, input.name]);
  return password === undefined ? undefined : malformed('password', password);
}
