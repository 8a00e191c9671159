import { readApplicationPassword } from '../credentials/application-password.ts';
import { loginKey } from '../identity/user.ts';
import type { ServiceId } from '../kernel/id.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import { type CheckPorts, checkUserToken } from './check-token.ts';
import { decide } from './decide.ts';
import { inactive, type Verdict } from './verdict.ts';

/** What a program sent as user name and password. */
export interface BasicCredentials {
  readonly login: string;
  readonly password: string;
}

/**
 * Checks what HTTP Basic carries at a service's door. A permanent token in the place of the password is decided as
 * Bearer would be, whatever stands for the user name: programs that know no Bearer put anything there. An
 * application password must come with its owner's login. Everything else is refused by its form, before anything is
 * looked up and without a slow hash: an access token, whose client knows Bearer; and the password that a person signs in
 * with, which opens no door (security checklist MFA-01), so that nobody makes the authority work by guessing it here.
 */
export async function checkBasic(
  ports: CheckPorts,
  { login, password }: BasicCredentials,
  service: ServiceId,
): Promise<Verdict> {
  if (parseTokenText('permanentToken', password) !== undefined)
    return checkUserToken(ports, password, service);
  const letters = readApplicationPassword(password);
  if (letters === undefined) return inactive('malformed');
  const credential = await ports.facts.applicationPassword(ports.digest.secret(letters));
  if (credential === undefined) return inactive('unknown');
  const subject = await ports.facts.subject(credential.userId);
  if (subject !== undefined && subject.user.loginKey !== loginKey(login)) return inactive('wrong-login');
  const hasSecondFactor = await ports.facts.hasSecondFactor(credential.userId);
  const catalog = await ports.facts.catalog();
  return decide({ credential, subject, hasSecondFactor, catalog, service, now: ports.clock.now() });
}

/** Whether the password is of a form that can open a door at all: whatever is not is worth no question to the store. */
export function canBeChecked({ password }: BasicCredentials): boolean {
  return (
    parseTokenText('permanentToken', password) !== undefined ||
    readApplicationPassword(password) !== undefined
  );
}
