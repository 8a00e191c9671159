import { appCode } from '../../../../test/harness/app-code.ts';
import { type Answer, ask, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';

/** Somebody with an account and, unless it is a bot, a session. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  readonly cookie: string;
}

interface Administration {
  readonly url: string;
  readonly cookie: string;
}

/** Creates a user with the role that every new account has. */
export async function createUser(
  { url, cookie }: Administration,
  login: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const body = { login, name: `${login} Example`, ...more };
  const answer = await ask(`${url}/api/rest/users`, { method: 'POST', cookie, body });
  if (answer.status !== 200) throw new Error(`creating a user answered ${answer.status}: ${answer.text}`);
  return answer.json.id;
}

/** Creates a person and signs them in, with a password of their own. */
export async function createPerson(administration: Administration, login: string): Promise<Person> {
  const initial = rememberSecret(`canary sealed envelope for ${login} alone`);
  const password = rememberSecret(`canary lantern ${login} under the seventh bridge`);
  const id = await createUser(administration, login, { password: initial });
  const cookie = await signInFirst(administration.url, { login, password: initial, newPassword: password });
  return { id, login, password, cookie };
}

/** Puts a password of one's own in the place of the initial one; answers the cookie header of the session. */
export async function signInFirst(
  url: string,
  form: { readonly login: string; readonly password: string; readonly newPassword: string },
): Promise<string> {
  const answer = await postForm(`${url}/sign-in/new-password`, form);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 303 || cookie === undefined)
    throw new Error(`the first sign-in answered ${answer.status}: ${answer.text}`);
  rememberSecret(cookie.slice(cookie.indexOf('=') + 1));
  return cookie;
}

/** Begins to set up an authenticator app for whoever the cookie belongs to, as the page does; answers its key. */
export async function beginTwoFactor({ url, cookie }: Administration, name = 'Phone'): Promise<string> {
  const answer = await postForm(`${url}/two-factor/start`, { name }, cookie);
  if (answer.status !== 200) throw new Error(`beginning answered ${answer.status}: ${answer.text}`);
  const shown = [...answer.text.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, text = '']) => text);
  for (const text of shown) rememberSecret(text);
  // The first is the key as it is typed, in groups; the others are the recovery codes.
  return rememberSecret((shown[0] ?? '').replaceAll(' ', ''));
}

/** Turns two-factor authentication on for whoever the cookie belongs to, over REST; answers the last answer. */
export async function turnOnTwoFactor(who: Administration): Promise<Answer> {
  return (await setUpTwoFactor(who)).confirmed;
}

/** The same, for who needs what it made: the key of the app and the recovery codes. */
export async function setUpTwoFactor({ url, cookie }: Administration): Promise<{
  readonly key: string;
  readonly recoveryCodes: readonly string[];
  readonly confirmed: Answer;
}> {
  const path = `${url}/api/rest/users/me/twoFactorAuthentication`;
  const started = await ask(path, { method: 'POST', cookie, body: {} });
  if (started.status !== 200) throw new Error(`beginning answered ${started.status}: ${started.text}`);
  const key = rememberSecret(started.json.secretKey);
  const recoveryCodes: readonly string[] = started.json.scratchCodes.map(rememberSecret);
  const confirmed = await ask(`${path}/confirm`, { method: 'POST', cookie, body: { code: appCode(key) } });
  if (confirmed.status >= 400) throw new Error(`confirming answered ${confirmed.status}: ${confirmed.text}`);
  return { key, recoveryCodes, confirmed };
}

/** Makes an application password for whoever the cookie belongs to, who has a second factor. */
export async function makeApplicationPassword(
  { url, cookie }: Administration,
  name: string,
  service?: string,
): Promise<{ readonly id: string; readonly password: string }> {
  const path = `${url}/api/rest/users/me/applicationPasswords?fields=id,password`;
  const body = { name, ...(service !== undefined && { service: { id: service } }) };
  const answer = await ask(path, { method: 'POST', cookie, body });
  if (answer.status !== 200) throw new Error(`making one answered ${answer.status}: ${answer.text}`);
  return { id: answer.json.id, password: rememberSecret(answer.json.password) };
}

/** The header of HTTP Basic. */
export function basicAuthorization(login: string, password: string): string {
  return `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
}

/** Bans a user or lifts the ban. */
export async function setBanned(
  { url, cookie }: Administration,
  userId: string,
  banned: boolean,
): Promise<void> {
  const answer = await ask(`${url}/api/rest/users/${userId}`, { method: 'POST', cookie, body: { banned } });
  if (answer.status !== 200) throw new Error(`banning answered ${answer.status}: ${answer.text}`);
}
