import { type AccessTables, grantsOfGroup, readMeaning } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeMembership, authorizeCreateUser } from '../access/authorize.ts';
import { effectivePermissions } from '../access/effective-permissions.ts';
import { join, noPermissions, type PermissionSet } from '../access/permission-set.ts';
import { type Assignment, globalPlace, grantOf, observer, type Role } from '../access/role.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type GroupId, newId, type UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import { brokenDescriptionRule, brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, type Refusal, type Result } from '../refusal.ts';
import type { ActorTables } from './change-as.ts';
import { changeFreshAs } from './change-fresh-as.ts';
import { builtInGroups, isBuiltInGroup } from './group.ts';
import { checkOwner } from './hand-over-bots.ts';
import type { GroupTables, UserTables } from './identity-store.ts';
import { brokenPasswordRule, type FirstGuesses, type PasswordHasher } from './password.ts';
import { brokenLoginRule, loginKey, type User, userTarget } from './user.ts';

export interface CreateUserPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<ActorTables & GroupTables>;
}

export interface NewUser {
  readonly kind: 'person' | 'bot';
  readonly login: string;
  readonly name: string;
  readonly email: string | undefined;
  /** The initial password of a person, to be replaced at the first sign-in; a bot never has one. */
  readonly password: Secret | undefined;
  /** Who answers for a bot; absent: whoever makes it. */
  readonly ownerId?: UserId | undefined;
  /** What a bot is for. */
  readonly purpose?: string | undefined;
  /** Groups to join at once. */
  readonly groups?: readonly GroupId[] | undefined;
}

/**
 * Creates an account with the Observer role, in the groups that were named and in those that every new account
 * joins. The actor must hold whatever the account will hold from its first moment. Refuses a login that is, or
 * ever was, somebody's: names are not inherited.
 */
export async function createUser(
  ports: CreateUserPorts,
  caller: Caller,
  input: NewUser,
): Promise<Result<User>> {
  // Asked before the slow hash, so that nobody without the right can make the server work; and again in the change.
  const may = authorizeCreateUser(caller.actor, noPermissions);
  if (!may.ok) return may;
  const prepared = await prepareUser(ports, withOwner(input, caller.actor), { passwordChangeRequired: true });
  if (!prepared.ok) return prepared;
  const user = prepared.value;

  return changeFreshAs(ports, caller, 'create a user', async (tables, actor) => {
    const joined = await resolveGroups(tables, actor, input.groups ?? []);
    if (!joined.ok) return joined;
    const mayNow = authorizeCreateUser(actor, await firstHoldings(tables, joined.value));
    if (!mayNow.ok) return mayNow;
    const owner = user.ownerId === undefined ? allowed : await checkOwner(tables, user.ownerId, 'owner');
    if (!owner.ok) return owner;
    const written = await insertUser(tables, user, firstAssignment(ports.random, user, observer));
    if (!written.ok) return written;
    for (const group of joined.value) await tables.groups.join(group, user.id);
    return ok({
      value: user,
      events: [
        {
          kind: 'user.created',
          at: user.createdAt,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: {
            kind: user.kind,
            role: observer.key,
            groups: joined.value,
            ...(user.ownerId !== undefined && { owner: user.ownerId }),
          },
        },
      ],
      touched: [],
    });
  });
}

/** Checks a new account's fields and hashes its password, before any transaction is open. */
export async function prepareUser(
  ports: Pick<CreateUserPorts, 'clock' | 'random' | 'passwordHasher'>,
  input: NewUser,
  { passwordChangeRequired }: { readonly passwordChangeRequired: boolean },
): Promise<Result<User>> {
  const broken = brokenUserRule(input, ports.passwordHasher.firstGuesses);
  if (broken !== undefined) return refuse(broken);
  const passwordHash = input.password && (await ports.passwordHasher.hash(input.password));
  if (passwordHash === 'busy') return refuse(hashingIsBusy);
  return ok({
    id: newId(ports.random),
    kind: input.kind,
    login: input.login,
    loginKey: loginKey(input.login),
    name: input.name,
    email: input.email,
    state: { kind: 'active' },
    passwordHash,
    passwordChangeRequired: passwordHash !== undefined && passwordChangeRequired,
    ownerId: input.ownerId,
    purpose: input.purpose,
    createdAt: ports.clock.now(),
  });
}

/** Nothing was hashed and nothing was checked. */
export const hashingIsBusy: Refusal = {
  kind: 'unavailable',
  retryAfterSeconds: 2,
  internalReason: 'the password hashing queue is full',
};

/** Writes the account and its first assignment, inside the caller's transaction. */
export async function insertUser(
  tables: UserTables & AccessTables,
  user: User,
  first: Assignment,
): Promise<Result<void>> {
  if (await tables.users.isLoginTaken(user.loginKey, user.id)) {
    return refuse({ kind: 'already-exists', field: 'login', rule: 'is taken' });
  }
  await tables.users.insert(user);
  await tables.access.insertAssignment(first);
  return ok(undefined);
}

/** A role in Global for a new account. */
export function firstAssignment(random: Random, user: User, role: Role): Assignment {
  return { id: newId(random), roleId: role.id, holder: { kind: 'user', id: user.id }, place: globalPlace };
}

/** A bot without a named owner is answered for by the person who makes it. */
function withOwner(input: NewUser, actor: Actor): NewUser {
  if (input.kind !== 'bot' || input.ownerId !== undefined || actor.kind !== 'user') return input;
  return { ...input, ownerId: actor.userId };
}

/** The groups that were named, each guarded as joining it later would be, and those that everybody joins. */
async function resolveGroups(
  tables: AccessTables & GroupTables,
  actor: Actor,
  named: readonly GroupId[],
): Promise<Result<readonly GroupId[]>> {
  for (const [index, id] of named.entries()) {
    if (isBuiltInGroup(id) || (await tables.groups.find(id)) === undefined)
      return refuse(malformed(`groups.${index}.id`, 'names no group that can be joined'));
    const may = authorizeChangeMembership(actor, id, await grantsOfGroup(tables, id));
    if (!may.ok) return may;
  }
  return ok([...new Set([...named, ...(await automaticGroups(tables))])]);
}

/** The groups that every new account joins. */
export async function automaticGroups({ groups }: GroupTables): Promise<readonly GroupId[]> {
  return (await groups.listAutoJoin()).map((group) => group.id);
}

/** All that a new account will hold: by its groups, those above them, the built-in ones, and its first role. */
export async function firstHoldings(
  tables: AccessTables,
  joined: readonly GroupId[],
): Promise<PermissionSet> {
  const { access } = tables;
  const groups = new Set<GroupId>(builtInGroups.map((group) => group.id));
  for (const group of joined) for (const id of await access.listAncestors(group)) groups.add(id);
  const all = [...groups];
  const assignments = await access.listAssignments(all);
  const services = await access.listServicesOf(all);
  const meaning = await readMeaning(tables);
  const byGroups = effectivePermissions({ groups: all, assignments, services }, meaning);
  return join(byGroups, grantOf(observer, globalPlace, meaning.catalog));
}

function brokenUserRule(input: NewUser, guesses: FirstGuesses): Refusal | undefined {
  const login = brokenLoginRule(input.login);
  if (login !== undefined) return malformed('login', login);
  const name = brokenNameRule(input.name);
  if (name !== undefined) return malformed('name', name);
  const purpose = input.purpose === undefined ? undefined : brokenDescriptionRule(input.purpose);
  if (purpose !== undefined) return malformed('purpose', purpose);
  if (input.kind === 'bot') {
    if (input.password !== undefined) return malformed('password', 'must be absent: a bot never signs in');
    return input.ownerId === undefined ? malformed('owner', 'must be given for a bot') : undefined;
  }
  if (input.ownerId !== undefined) return malformed('owner', 'must be absent: only a bot has one');
  if (input.purpose !== undefined) return malformed('purpose', 'must be absent: only a bot has one');
  if (input.password === undefined) return undefined;
  const known = [input.login, input.name, input.email ?? ''];
  const password = brokenPasswordRule(input.password.reveal(), known, guesses);
  return password === undefined ? undefined : malformed('password', password);
}
