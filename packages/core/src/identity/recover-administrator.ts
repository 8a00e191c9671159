import type { Caller } from '../access/actor.ts';
import { systemAdministrator } from '../access/role.ts';
import type { TouchedFact, Transactor } from '../audit/transaction.ts';
import { globalProjectId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import { malformed, type Result } from '../refusal.ts';
import type { SessionEnding } from './ban-user.ts';
import type { ActorTables } from './change-as.ts';
import { firstAssignment, hashingIsBusy, insertUser, prepareUser } from './create-user.ts';
import type { ApplicationPasswordEnding, FactorEnding } from './delete-user.ts';
import { type ConnectionEnding, endConnectionsMadeWith } from './end-connections.ts';
import type { GroupTables } from './identity-store.ts';
import type { PasswordHasher } from './password.ts';
import { loginKey, type User, userTarget } from './user.ts';

export interface RecoverPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<
    ActorTables & GroupTables & SessionEnding & FactorEnding & ApplicationPasswordEnding & ConnectionEnding
  >;
}

export interface RecoverAdministrator {
  readonly login: string;
  /** The full name, for an account that does not exist yet. */
  readonly name: string | undefined;
  /** To be replaced at the next sign-in. */
  readonly password: Secret;
}

const operator: Caller = { actor: { kind: 'system' }, origin: { requestId: 'recover-admin' } };

/**
 * Makes somebody System Admin whatever they were, for the operator of the host: nobody else can repair an
 * authority without one (TM36). Lifts a ban, ends the account's sessions and second factors and gives it a password for one
 * sign-in. There is no way to this over HTTP, and it leaves its event.
 */
export async function recoverAdministrator(
  ports: RecoverPorts,
  input: RecoverAdministrator,
): Promise<Result<User>> {
  const known = await ports.store.tables.users.findByLoginKey(loginKey(input.login));
  if (known === undefined && input.name === undefined)
    return refuse(malformed('login', 'names nobody; give a name to make the account'));
  if (known?.kind === 'bot' || known?.state.kind === 'deleted')
    return refuse(malformed('login', 'must be that of a person who was not deleted'));
  const prepared = await prepareUser(
    ports,
    {
      kind: 'person',
      login: input.login,
      name: input.name ?? '(unused)',
      email: undefined,
      password: input.password,
    },
    { passwordChangeRequired: true },
  );
  if (!prepared.ok) return prepared;
  const { passwordHash } = prepared.value;
  if (passwordHash === undefined) return refuse(hashingIsBusy);

  const at = ports.clock.now();
  return ports.store.change(async (tables) => {
    const before = known && (await tables.users.find(known.id));
    const user: User =
      before === undefined
        ? prepared.value
        : { ...before, state: { kind: 'active' }, passwordHash, passwordChangeRequired: true };
    const first = firstAssignment(ports.random, user, systemAdministrator);
    // What goes with the second factor, and passed by it.
    const passwords = await tables.applicationPasswords.revokeAllOf(user.id, at, 'system');
    const connections = await endConnectionsMadeWith(tables, { user: user.id }, { at, by: 'system' });
    if (before === undefined) {
      const written = await insertUser(tables, user, first);
      if (!written.ok) return written;
    } else {
      await tables.users.update(user);
      await tables.sessions.deleteOfUser(user.id);
      await tables.passwordResets.deleteOf(user.id);
      await tables.factors.deleteAllOf(user.id);
      const holders = await tables.access.listHolders(systemAdministrator.id, globalProjectId);
      if (!holders.some(({ holder }) => holder.id === user.id)) await tables.access.insertAssignment(first);
    }
    return ok({
      value: user,
      events: [
        {
          kind: 'administrator.recovered',
          at,
          caller: operator,
          subject: user.id,
          target: userTarget(user),
          details: { account: before === undefined ? 'created' : 'existing' },
        },
      ],
      // Their bots work again, too.
      touched: [
        ...[user, ...(await tables.users.listBotsOf(user.id))].map(
          ({ id }): TouchedFact => ({ kind: 'user', id }),
        ),
        ...passwords.map((id): TouchedFact => ({ kind: 'application-password', id })),
        ...connections,
      ],
    });
  });
}
