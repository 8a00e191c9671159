import type { Actor, Caller } from '../access/actor.ts';
import {
  authorizeChangeIdentity,
  authorizeChangeSelf,
  authorizeChangeUser,
  type TargetUser,
} from '../access/authorize.ts';
import { checkFresh, isSelf } from '../access/guard.ts';
import { changedFields } from '../audit/changed-fields.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule, brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Refusal, type Result } from '../refusal.ts';
import { type ActorTables, changeAs } from './change-as.ts';
import { checkOwner } from './hand-over-bots.ts';
import { type ReadTarget, readTargetUser } from './target-user.ts';
import { brokenLoginRule, guest, loginKey, type User, userTarget } from './user.ts';

export interface UpdateUserPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables>;
}

/** What may be changed about an account; what is absent stays. */
export interface UserChange {
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  /** An empty text clears it. */
  readonly email?: string | undefined;
  readonly purpose?: string | undefined;
  readonly ownerId?: UserId | undefined;
  /** Whether the password must be replaced at the next sign-in: once it must, only a new one ends that. */
  readonly passwordChangeRequired?: boolean | undefined;
}

/**
 * Changes an account. One's own name needs Update Self; everything about somebody else needs Update User and
 * all that they hold, since a new e-mail address or login is a way to become them. Login and e-mail never
 * change with a token.
 */
export async function updateUser(
  ports: UpdateUserPorts,
  caller: Caller,
  userId: UserId,
  change: UserChange,
): Promise<Result<User>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const checked = checkUpdate(actor, await readTargetUser(tables, userId), change);
    if (!checked.ok) return checked;
    const user = checked.value;
    const changed = applyChange(user, change);
    if (change.ownerId !== undefined) {
      const owner = await checkOwner(tables, change.ownerId, 'owner');
      if (!owner.ok) return owner;
    }
    if (changed.loginKey !== user.loginKey) {
      if (await tables.users.isLoginTaken(changed.loginKey, user.id))
        return refuse({ kind: 'already-exists', field: 'login', rule: 'is taken' });
      await tables.users.reserveLogin(user.loginKey, user.id);
    }
    const fresh = signsInAlike(user, changed) ? allowed : checkFresh(actor, at, 'change how a user signs in');
    if (!fresh.ok) return fresh;
    await tables.users.update(changed);
    return ok({
      value: changed,
      events: [
        {
          kind: 'user.updated',
          at,
          caller,
          subject: user.id,
          target: userTarget(user),
          changes: changedFields(user, changed, {
            login: true,
            name: true,
            email: true,
            purpose: true,
            ownerId: true,
            passwordChangeRequired: true,
          }),
        },
      ],
      touched: [{ kind: 'user', id: user.id }],
    });
  });
}

/** Whether nothing changes but how the account is shown; who answers for a bot is whose it is. */
function signsInAlike(before: User, after: User): boolean {
  return (
    before.login === after.login &&
    before.email === after.email &&
    before.ownerId === after.ownerId &&
    before.passwordChangeRequired === after.passwordChangeRequired
  );
}

/** Who may change what about whom, as far as it is known before anything is written. */
export function checkUpdate(actor: Actor, { user, target }: ReadTarget, change: UserChange): Result<User> {
  const may = authorizeChange(actor, target, change);
  if (!may.ok) return may;
  if (user === undefined || user.id === guest.id) return refuse(notFound('user'));
  const broken = brokenChangeRule(user, change);
  return broken === undefined ? ok(user) : refuse(broken);
}

function authorizeChange(actor: Actor, target: TargetUser, change: UserChange): Result<void> {
  for (const field of ['login', 'email'] as const) {
    if (change[field] === undefined) continue;
    const may = authorizeChangeIdentity(actor, target, field === 'login' ? 'A login' : 'An e-mail address');
    if (!may.ok) return may;
  }
  const others = change.login ?? change.purpose ?? change.ownerId ?? change.passwordChangeRequired;
  if (others !== undefined || !isSelf(actor, target.id)) return authorizeChangeUser(actor, target);
  return change.name === undefined ? allowed : authorizeChangeSelf(actor);
}

function brokenChangeRule(user: User, change: UserChange): Refusal | undefined {
  const login = change.login === undefined ? undefined : brokenLoginRule(change.login);
  if (login !== undefined) return malformed('login', login);
  const name = change.name === undefined ? undefined : brokenNameRule(change.name);
  if (name !== undefined) return malformed('name', name);
  const purpose = change.purpose === undefined ? undefined : brokenDescriptionRule(change.purpose);
  if (purpose !== undefined) return malformed('purpose', purpose);
  if (user.kind === 'bot') {
    return change.passwordChangeRequired === true
      ? malformed('passwordChangeRequired', 'must be absent: a bot has no password')
      : undefined;
  }
  if (change.ownerId !== undefined) return malformed('owner', 'must be absent: only a bot has one');
  // Whoever chose the password would know it for good, whatever its owner is given later.
  if (user.passwordChangeRequired && change.passwordChangeRequired === false)
    return malformed(
      'passwordChangeRequired',
      'ends when the user has chosen a new password, and not before',
    );
  return change.purpose === undefined
    ? undefined
    : malformed('purpose', 'must be absent: only a bot has one');
}

function applyChange(user: User, change: UserChange): User {
  const { login, name, email, purpose, ownerId, passwordChangeRequired } = change;
  return {
    ...user,
    ...(login !== undefined && { login, loginKey: loginKey(login) }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: email === '' ? undefined : email }),
    ...(purpose !== undefined && { purpose: purpose === '' ? undefined : purpose }),
    ...(ownerId !== undefined && { ownerId }),
    ...(passwordChangeRequired !== undefined && { passwordChangeRequired }),
  };
}
