import { type Caller, sessionOf } from '../access/actor.ts';
import { authorizeChangePassword } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { ConnectionTables } from '../credentials/connection-store.ts';
import type { ApplicationPasswordTables } from '../credentials/credential-store.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { hashingIsBusy } from '../identity/create-user.ts';
import { endConnections } from '../identity/end-connections.ts';
import type { PasswordHasher } from '../identity/password.ts';
import { type User, userTarget } from '../identity/user.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { malformed, type Result } from '../refusal.ts';
import { hashNewPassword } from './new-password.ts';
import type { PasswordResetTables } from './password-reset.ts';
import type { AttemptStore, SessionTables } from './session-store.ts';
import { recordSignInFailure } from './sign-in.ts';
import { SignInAttempts } from './sign-in-attempts.ts';

export interface ChangePasswordPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<
    ActorTables & SessionTables & PasswordResetTables & ApplicationPasswordTables & ConnectionTables
  > & {
    readonly attempts: AttemptStore;
  };
}

export interface ChangePassword {
  readonly userId: UserId;
  /** Absent is told to who may change this password, as a field that is missing. */
  readonly oldPassword: Secret | undefined;
  readonly newPassword: Secret;
  /** Whether programs with an application password and services that are connected are shut out as well. */
  readonly endsApplicationPasswords: boolean;
}

/**
 * Changes one's own password, in a session and with the old one (ASVS 6.2.3), which is throttled as at sign-in:
 * whoever finds an open browser guesses no better here. Every other session of the user ends, and every application
 * password and connection if they wish. Nobody sets the password of somebody else's account: its owner chooses a new one where an
 * administrator required that.
 */
export async function changePassword(
  ports: ChangePasswordPorts,
  caller: Caller,
  input: ChangePassword,
): Promise<Result<User>> {
  const may = authorizeChangePassword(caller.actor, input.userId, ports.clock.now());
  if (!may.ok) return may;
  const { oldPassword } = input;
  if (oldPassword === undefined) return refuse(malformed('password.oldValue', 'is required'));
  const known = await proveOldPassword(ports, caller, input.userId, oldPassword);
  if (!known.ok) return known;
  const hash = await hashNewPassword(ports.passwordHasher, known.value, {
    current: oldPassword,
    wanted: input.newPassword,
    field: 'password.value',
  });
  if (!hash.ok) return hash;

  return changeAs(ports, caller, async (tables, actor) => {
    const mayNow = authorizeChangePassword(actor, input.userId, ports.clock.now());
    if (!mayNow.ok) return mayNow;
    const user = await tables.users.find(input.userId);
    if (user === undefined || user.passwordHash !== known.value.passwordHash) return refuse(wrongPassword);
    const changed = { ...user, passwordHash: hash.value, passwordChangeRequired: false };
    await tables.users.update(changed);
    await tables.passwordResets.deleteOf(user.id);
    const sessionsEnded = await tables.sessions.deleteOfUser(user.id, sessionOf(actor));
    const at = ports.clock.now();
    const passwordsEnded = input.endsApplicationPasswords
      ? await tables.applicationPasswords.revokeAllOf(user.id, at, user.id)
      : [];
    const connections = input.endsApplicationPasswords
      ? await endConnections(tables, { user: user.id }, { at, by: user.id })
      : { count: 0, touched: [] };
    return ok({
      value: changed,
      events: [
        {
          kind: 'user.password-changed',
          at,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: {
            sessionsEnded,
            applicationPasswordsEnded: passwordsEnded.length,
            connectionsEnded: connections.count,
          },
        },
      ],
      touched: [
        { kind: 'user', id: user.id },
        ...passwordsEnded.map((id) => ({ kind: 'application-password', id }) as const),
        ...connections.touched,
      ],
    });
  });
}

/** One attempt to know the password, counted together with those at sign-in. */
async function proveOldPassword(
  ports: ChangePasswordPorts,
  caller: Caller,
  userId: UserId,
  oldPassword: Secret,
): Promise<Result<User>> {
  const user = await ports.store.tables.users.find(userId);
  const attempts = new SignInAttempts(ports, user?.loginKey ?? '', caller.origin.address);
  const admitted = await attempts.admit();
  if (!admitted.ok) return admitted;
  const right = await ports.passwordHasher.verify(oldPassword, user?.passwordHash);
  if (right === 'busy') {
    await attempts.takeBack();
    return refuse(hashingIsBusy);
  }
  if (user === undefined || !right) {
    await recordSignInFailure(ports, caller, user, 'wrong old password');
    return refuse(wrongPassword);
  }
  await attempts.succeed();
  return ok(user);
}

const wrongPassword = malformed('password.oldValue', 'is not your password');
