import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import { readTwoFactorRequirement } from '../identity/two-factor-requirement.ts';
import type { FactorId, UserId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { Factor, FactorTables } from './factor.ts';
import type { Passkey } from './passkey.ts';
import { activeFactorsOf, registeredPasskeysOf } from './prove-factor.ts';

/** A user's two-factor authentication as pages show it: never a seed, never a code. */
export interface TwoFactor {
  readonly userId: UserId;
  /** Whether one of the user's groups requires it; of a bot none does. */
  readonly isRequired: boolean;
  /** From when on one of them will, where none does yet. */
  readonly isRequiredFrom: Instant | undefined;
  /** Where there is none, a password is all that signing in asks for. */
  readonly devices: readonly TwoFactorDevice[];
  readonly recoveryCodesLeft: number;
  /** How many application passwords would end with it. */
  readonly applicationPasswords: number;
}

/** A method beside the password: an app, or a passkey or security key. */
export interface TwoFactorDevice {
  readonly kind: 'app' | 'passkey';
  readonly id: FactorId;
  readonly name: string;
  readonly addedAt: Instant;
  readonly lastUsedAt: Instant | undefined;
}

/** The one thing that is asked of application passwords here. */
interface PasswordCount {
  readonly applicationPasswords: { countOf(user: UserId): Promise<number> };
}

export interface ReadTwoFactorPorts {
  readonly clock: Clock;
  readonly store: { readonly tables: UserTables & GroupTables & AccessTables & FactorTables & PasswordCount };
}

/** For the user, and for who may look at their tokens. What was not completed guards nothing: it is absent. */
export async function readTwoFactor(
  { clock, store: { tables } }: ReadTwoFactorPorts,
  caller: Caller,
  userId: UserId,
): Promise<Result<TwoFactor>> {
  const may = authorizeReadCredentials(caller.actor, userId);
  if (!may.ok) return may;
  const user = await tables.users.find(userId);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  const devices = await listDevices(tables, userId);
  const requirement =
    user.kind === 'person' ? await readTwoFactorRequirement(tables, userId, clock.now()) : undefined;
  return ok({
    userId,
    isRequired: requirement?.isInForce === true,
    isRequiredFrom: requirement?.isInForce === false ? requirement.from : undefined,
    devices,
    // Codes made with a factor that was never completed open nothing either.
    recoveryCodesLeft: devices.length === 0 ? 0 : await tables.factors.countRecoveryCodes(userId),
    applicationPasswords: await tables.applicationPasswords.countOf(userId),
  });
}

/** In the order in which they were added. */
async function listDevices(tables: FactorTables, user: UserId): Promise<readonly TwoFactorDevice[]> {
  const apps = await activeFactorsOf(tables, user);
  const keys = await registeredPasskeysOf(tables, user);
  const used = new Map([
    ...(await tables.factors.lastUsed(apps.map(({ id }) => id))),
    ...(await tables.passkeys.lastUsed(keys.map(({ id }) => id))),
  ]);
  const device =
    (kind: TwoFactorDevice['kind']) =>
    ({ id, name, addedAt }: Factor | Passkey): TwoFactorDevice => ({
      kind,
      id,
      name,
      addedAt,
      lastUsedAt: used.get(id),
    });
  return [...apps.map(device('app')), ...keys.map(device('passkey'))].sort(
    (one, other) => one.addedAt - other.addedAt,
  );
}
