import { hashingIsBusy } from '../identity/create-user.ts';
import { brokenPasswordRule, type PasswordHasher } from '../identity/password.ts';
import type { User } from '../identity/user.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { PasswordHash, Secret } from '../kernel/secret.ts';
import { malformed, type Result } from '../refusal.ts';

/**
 * Hashes what somebody wants for a password, if it can be theirs: long, hard to guess, and not the one it
 * replaces, which is known to be right at this point, or not known at all. `field` names it in a refusal.
 */
export async function hashNewPassword(
  passwordHasher: PasswordHasher,
  user: User,
  {
    current,
    wanted,
    field,
  }: { readonly current: Secret | undefined; readonly wanted: Secret; readonly field: string },
): Promise<Result<PasswordHash>> {
  const known = [user.login, user.name, user.email ?? ''];
  const broken = brokenPasswordRule(wanted.reveal(), known, passwordHasher.firstGuesses);
  if (broken !== undefined) return refuse(malformed(field, broken));
  if (current !== undefined && oneForm(wanted) === oneForm(current))
    return refuse(malformed(field, 'must differ from the old one'));
  const hash = await passwordHasher.hash(wanted);
  return hash === 'busy' ? refuse(hashingIsBusy) : ok(hash);
}

/** Passwords that hash alike are the same password. */
function oneForm(password: Secret): string {
  return password.reveal().normalize('NFC');
}
