import { ask, registerService, setUp } from '../harness/rest-client.ts';
import type { RunningAuthority } from '../harness/running-authority.ts';
import type { Door } from './doors.ts';

/** Who writes to an authority under test and at whose door tokens are checked. */
export interface Cast {
  /** The administrator's session. */
  readonly cookie: string;
  readonly door: Door;
  /** Users who own tokens and nothing else. */
  readonly owners: readonly string[];
}

/** Completes set-up and makes the cast, over HTTP. */
export async function assemble(
  authority: Pick<RunningAuthority, 'url' | 'setUpCode'>,
  ownerCount: number,
): Promise<Cast> {
  const { url } = authority;
  const cookie = await setUp(authority);
  const door = await registerService(url, cookie, 'door');
  const owners: string[] = [];
  for (let number = 1; number <= ownerCount; number++)
    owners.push(await createBot(url, cookie, `bot-${number}`));
  return { cookie, door, owners };
}

/** Creates a bot and answers its id. */
export async function createBot(url: string, cookie: string, login: string): Promise<string> {
  const body = { login, name: login, kind: 'bot' };
  const answer = await ask(`${url}/api/rest/users`, { method: 'POST', cookie, body });
  if (answer.status !== 200) throw new Error(`creating a bot answered ${answer.status}: ${answer.text}`);
  return answer.json.id;
}
