import { ask, signIn } from '../../../../test/harness/rest-client.ts';
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

/** Creates a person and signs them in. */
export async function createPerson(administration: Administration, login: string): Promise<Person> {
  const password = rememberSecret(`canary lantern ${login} under the seventh bridge`);
  const id = await createUser(administration, login, { password });
  return { id, login, password, cookie: await signIn(administration.url, login, password) };
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
