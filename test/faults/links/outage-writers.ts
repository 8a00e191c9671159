import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, ask, introspect } from '../../harness/rest-client.ts';
import type { Cast } from '../cast.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { LedgerToken, TokenLedger } from '../token-ledger.ts';

/** Who works at an authority of several nodes while faults befall it, and what was found wrong. */
export interface OutageWork {
  readonly cast: Cast;
  /** Where each of the nodes is; asked one as well as the other. */
  readonly urls: readonly string[];
  readonly ledger: TokenLedger;
  readonly random: SeededRandom;
  readonly problems: string[];
  /** Answers by what they said. */
  readonly counts: { done: number; unavailable: number; silent: number };
}

/** How many living tokens a writer keeps at most, so that lists stay within one page. */
const livingMax = 100;

/** Works until it is told to stop: whatever is answered meanwhile is a promise, "unavailable" is none. */
export function startWriters(work: OutageWork): { stop(): Promise<void> } {
  const end = new AbortController();
  const all = Promise.all(work.cast.owners.map((owner) => write(work, owner, end.signal)));
  return {
    async stop() {
      end.abort();
      await all;
    },
  };
}

async function write(work: OutageWork, owner: string, end: AbortSignal): Promise<void> {
  const mine: LedgerToken[] = [];
  while (!end.aborted) {
    const isDone =
      mine.length < livingMax && work.random.next() < 0.6
        ? await create(work, owner, mine)
        : await revoke(work, mine);
    // Like anybody who is told to come again later, if sooner.
    if (!isDone) await pause(20);
  }
}

async function create(work: OutageWork, owner: string, mine: LedgerToken[]): Promise<boolean> {
  const { cast, ledger } = work;
  const token = ledger.meanToCreate(owner);
  const body = { name: token.name, scope: [{ id: cast.door.id }] };
  const asked = { method: 'POST', cookie: cast.cookie, body };
  const answer = await answerOf(work, 'creating', (url) =>
    ask(`${url}/api/rest/users/${owner}/permanenttokens`, asked),
  );
  if (answer === undefined) return false;
  ledger.created(token, answer.json.id, answer.json.token);
  mine.push(token);
  await holdTo(work, token, true);
  return true;
}

async function revoke(work: OutageWork, mine: LedgerToken[]): Promise<boolean> {
  const { cast, ledger, random } = work;
  const token = random.pick(mine);
  if (token === undefined) return true;
  mine.splice(mine.indexOf(token), 1);
  ledger.meanToRevoke(token);
  const answer = await answerOf(work, 'revoking', (url) =>
    ask(`${url}/api/rest/users/${token.owner}/permanenttokens/${token.id}`, {
      method: 'DELETE',
      cookie: cast.cookie,
    }),
  );
  if (answer === undefined) return false;
  ledger.revoked(token);
  await holdTo(work, token, false);
  return true;
}

/** The answer where it says that something was done; whatever it says but that and "not now" is wrong. */
async function answerOf(
  { urls, random, problems, counts }: OutageWork,
  what: string,
  send: (url: string) => Promise<Answer>,
): Promise<Answer | undefined> {
  const answer = await send(random.pick(urls) ?? '').catch(() => undefined);
  if (answer === undefined) counts.silent += 1;
  else if (answer.status === 503) counts.unavailable += 1;
  else if (answer.status === 200) counts.done += 1;
  else problems.push(`${what} was answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  return answer?.status === 200 ? answer : undefined;
}

/** From the acknowledgement on, each node says what was acknowledged, or that it does not know. */
async function holdTo(work: OutageWork, token: LedgerToken, isLiving: boolean): Promise<void> {
  const { cast, urls, problems } = work;
  const { name, secret = '' } = token;
  await Promise.all(
    urls.map(async (url) => {
      const [door, introspection] = await Promise.all([
        ask(`${url}/api/authz/auth-request?service=${cast.door.key}`, { token: secret }),
        introspect(url, cast.door, secret),
      ]).catch(() => []);
      if (door !== undefined && door.status !== 503 && door.status !== (isLiving ? 200 : 401))
        problems.push(`the door says ${door.status} to "${name}", which is ${token.standing}`);
      if (introspection === undefined || introspection.status === 503) return;
      if (introspection.status !== 200 || introspection.json.active !== isLiving)
        problems.push(`introspection says ${introspection.text} of "${name}", which is ${token.standing}`);
    }),
  );
}
