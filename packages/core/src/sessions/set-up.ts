import type { AccessTables } from '../access/access-store.ts';
import type { Caller, Origin } from '../access/actor.ts';
import { builtInRoles, systemAdministrator } from '../access/role.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import { firstAssignment, insertUser, type NewUser, prepareUser } from '../identity/create-user.ts';
import { builtInGroups } from '../identity/group.ts';
import type { GroupTables, SetUpTables, UserTables } from '../identity/identity-store.ts';
import type { PasswordHasher } from '../identity/password.ts';
import { type User, userTarget } from '../identity/user.ts';
import { globalProjectId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { type Random, randomIndex } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import { type Digest, Secret } from '../kernel/secret.ts';
import { sourceNetwork } from '../kernel/source-network.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { authorityService } from '../services/authority-service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { AttemptStore } from './session-store.ts';
import { nextAttempts, secondsBlocked, setUpRule } from './throttle.ts';

/**
 * First-run set-up. The console prints a code; whoever types it into the set-up page makes the first
 * administrator, and the page is gone for ever: not only while an administrator exists, but from then on.
 * There is no default account (ASVS 6.3.2). The database keeps the code under the key ring, used once.
 */
export interface SetUpPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<UserTables & GroupTables & AccessTables & ServiceTables & SetUpTables> & {
    readonly attempts: AttemptStore;
  };
}

/** Letters and digits that nobody confuses when reading them from a console. */
const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeGroups = 4;
const codeGroupLength = 4;

const system: Caller = { actor: { kind: 'system' }, origin: { requestId: 'start' } };

/**
 * Writes what every authority begins with, once, and answers a fresh set-up code as long as nobody has made
 * the first administrator; each start replaces the code of the one before. Absent once set-up is complete.
 */
export async function foundAuthority(
  ports: Omit<SetUpPorts, 'passwordHasher'>,
): Promise<Result<Secret | undefined>> {
  const code = newCode(ports.random);
  const codeHash = hashCode(ports.digest, code.reveal());
  const at = ports.clock.now();
  const known = await ports.store.tables.setUp.find();
  if (known !== undefined) await completeFoundation(ports);
  if (known !== undefined && !(await isSetUpOpen(ports.store.tables))) return ok(undefined);
  return ports.store.change(async (tables) => {
    const before = await tables.setUp.find();
    if (before !== undefined && !(await isSetUpOpen(tables))) return refuse(notFound('set-up'));
    if (before === undefined) {
      await tables.services.insert(authorityService(at));
      await insertMissing(tables);
    }
    await tables.setUp.put({ codeHash, foundedAt: before?.foundedAt ?? at, completedAt: undefined });
    const kind = before === undefined ? 'authority.founded' : 'set-up.code-issued';
    return ok({
      value: code,
      events: [{ kind, at, caller: system, target: { kind: 'authority' } }],
      touched: [],
    });
  });
}

/** An authority that an earlier version founded gets the built-in roles and groups that it did not know. */
async function completeFoundation(ports: Pick<SetUpPorts, 'clock' | 'store'>): Promise<void> {
  if (!(await isMissingAny(ports.store.tables))) return;
  await ports.store.change(async (tables) => {
    await insertMissing(tables);
    const event = { kind: 'authority.founded', caller: system, target: { kind: 'authority' } } as const;
    return ok({
      value: undefined,
      events: [{ ...event, at: ports.clock.now() }],
      touched: [everybodysAccess],
    });
  });
}

async function isMissingAny(tables: AccessTables & GroupTables): Promise<boolean> {
  const roles = await tables.access.listRoles();
  if (builtInRoles.some(({ id }) => !roles.has(id))) return true;
  const groups = await Promise.all(builtInGroups.map(({ id }) => tables.groups.find(id)));
  return groups.includes(undefined);
}

async function insertMissing(tables: AccessTables & GroupTables): Promise<void> {
  const roles = await tables.access.listRoles();
  for (const role of builtInRoles) if (!roles.has(role.id)) await tables.access.insertRole(role);
  for (const group of builtInGroups)
    if ((await tables.groups.find(group.id)) === undefined) await tables.groups.insert(group);
}

/** Whether the set-up page still exists. */
export async function isSetUpOpen(tables: SetUpTables & AccessTables): Promise<boolean> {
  const setUp = await tables.setUp.find();
  if (setUp === undefined || setUp.completedAt !== undefined) return false;
  // Who turns the clock of that one row back in the database still finds the door shut.
  return (await tables.access.listHolders(systemAdministrator.id, globalProjectId)).length === 0;
}

/** Makes the first administrator, and shuts the door in the same transaction. */
export async function completeSetUp(
  ports: SetUpPorts,
  origin: Origin,
  input: { readonly code: string; readonly administrator: NewUser },
): Promise<Result<User>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  if (!(await isSetUpOpen(ports.store.tables))) return refuse(notFound('set-up'));
  const now = ports.clock.now();
  const source = ports.digest.keyed('set-up source', sourceNetwork(origin.address));
  const attempts = await ports.store.attempts.advance(source, (before) =>
    nextAttempts(before, setUpRule, now),
  );
  if (!attempts.admitted)
    return refuse({ kind: 'rate-limited', retryAfterSeconds: secondsBlocked(attempts, now) });

  const codeHash = hashCode(ports.digest, input.code);
  if ((await ports.store.tables.setUp.find())?.codeHash !== codeHash) {
    await ports.store.change<void>(async () =>
      ok({
        value: undefined,
        events: [{ kind: 'set-up.failed', at: now, caller, target: { kind: 'authority' } }],
        touched: [],
      }),
    );
    return refuse(malformed('code', 'is not the code that the console printed at the last start'));
  }
  // A right code is no guess: what else may be wrong in the form costs nobody a waiting time.
  await ports.store.attempts.clear(source);
  const prepared = await prepareUser(ports, input.administrator, { passwordChangeRequired: false });
  if (!prepared.ok) return prepared;

  return ports.store.change(async (tables) => {
    const setUp = await tables.setUp.find();
    if (setUp === undefined || setUp.codeHash !== codeHash || !(await isSetUpOpen(tables)))
      return refuse(notFound('set-up'));
    const first = firstAssignment(ports.random, prepared.value, systemAdministrator);
    const written = await insertUser(tables, prepared.value, first);
    if (!written.ok) return written;
    await tables.setUp.put({ ...setUp, codeHash: undefined, completedAt: now });
    return ok({
      value: prepared.value,
      events: [
        {
          kind: 'authority.set-up',
          at: now,
          caller,
          subject: prepared.value.id,
          target: userTarget(prepared.value),
        },
      ],
      touched: [],
    });
  });
}

/** Eighty random bits in groups of four. */
function newCode(random: Random): Secret {
  const group = () =>
    Array.from(
      { length: codeGroupLength },
      () => codeAlphabet[randomIndex(random, codeAlphabet.length)],
    ).join('');
  return new Secret(Array.from({ length: codeGroups }, group).join('-'));
}

/** Case, spaces and dashes are forgiven: people read the code from one screen and type it into another. */
function hashCode(digest: Digest, typed: string): string {
  return digest.keyed('set-up', typed.toUpperCase().replaceAll(/[\s-]/g, '').slice(0, 100));
}
