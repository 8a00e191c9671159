import { DatabaseSync } from 'node:sqlite';
import {
  createPerson,
  createUser,
  type Person,
  setBanned,
  turnOnTwoFactor,
} from '../packages/server/test/harness/people.ts';
import { type Answer, ask } from '../test/harness/rest-client.ts';

/** A way in which signing in fails, as often as it is asked to. */
export interface SignInCase {
  readonly name: string;
  readonly fail: () => Promise<Answer>;
}

/** Failures that nobody may tell from one another: each is compared with every other of its group. */
export interface SignInGroup {
  readonly name: string;
  readonly status: number;
  readonly cases: readonly SignInCase[];
}

export interface SignInHouse {
  readonly groups: readonly SignInGroup[];
  /** Forgets the failures so far, but those of the accounts that are to stay locked; to be asked between rounds. */
  forgive(): Promise<void>;
  close(): void;
}

interface House {
  readonly url: string;
  readonly cookie: string;
  readonly databaseFile: string;
}

const wrong = 'a password that nobody here has';
/** More failures than an account has free. */
const failuresToLock = 25;

/** An authority full of people who fail to sign in, each from an address of their own behind a trusted proxy. */
export async function openSignInHouse(house: House): Promise<SignInHouse> {
  const { url, databaseFile } = house;
  const plain = await createPerson(house, 'plain');
  const banned = await createPerson(house, 'banned');
  await setBanned(house, banned.id, true);
  const guarded = await createPerson(house, 'guarded');
  const locked = await createPerson(house, 'locked');
  await createUser(house, 'without');
  await turnOnTwoFactor({ url, cookie: guarded.cookie });

  const database = new DatabaseSync(databaseFile, { timeout: 10_000 });
  let visits = 0;
  const post = (path: string, fields: Readonly<Record<string, string>>) => {
    visits += 1;
    const address = `10.${(visits >> 16) & 255}.${(visits >> 8) & 255}.${visits & 255}`;
    return ask(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        'x-forwarded-for': address,
      },
      body: new URLSearchParams(fields).toString(),
    });
  };
  const signIn = (login: string, password: string) => post('/sign-in', { login, password });
  for (const login of [locked.login, 'locked-nobody'])
    for (let failure = 0; failure < failuresToLock; failure += 1) await signIn(login, wrong);
  const forgiveRows = keepLocked(database);
  const secondStep = await openSecondStep(signIn, guarded);
  const showCode = (code: string) => post('/sign-in/second-step', { pending: secondStep.pending(), code });

  return {
    groups: [
      {
        name: 'login and password',
        status: 403,
        cases: [
          { name: 'unknown user', fail: () => signIn('nobody', wrong) },
          { name: 'wrong password', fail: () => signIn(plain.login, wrong) },
          { name: 'empty password', fail: () => signIn(plain.login, '') },
          { name: 'disabled, right password', fail: () => signIn(banned.login, banned.password) },
          { name: 'no password set', fail: () => signIn('without', wrong) },
          { name: 'second factor, wrong password', fail: () => signIn(guarded.login, wrong) },
        ],
      },
      {
        name: 'locked',
        status: 429,
        cases: [
          { name: 'locked, wrong password', fail: () => signIn(locked.login, wrong) },
          { name: 'locked, right password', fail: () => signIn(locked.login, locked.password) },
          { name: 'locked, unknown user', fail: () => signIn('locked-nobody', wrong) },
        ],
      },
      {
        name: 'second step',
        status: 403,
        cases: [
          { name: 'wrong code', fail: () => showCode('000000') },
          { name: 'wrong recovery code', fail: () => showCode('2222-2222-2222-2222') },
          { name: 'no code', fail: () => showCode('none') },
        ],
      },
    ],
    async forgive() {
      forgiveRows();
      await secondStep.renew();
    },
    close: () => database.close(),
  };
}

/** Keeps the keys that are blocked by now blocked for a day; answers what forgets all others. */
function keepLocked(database: DatabaseSync): () => void {
  const tomorrow = Date.now() + 86_400_000;
  database
    .prepare('update sign_in_attempts set blocked_until = ? where blocked_until > last_at')
    .run(tomorrow);
  const forget = database.prepare('delete from sign_in_attempts where blocked_until < ?');
  return () => void forget.run(tomorrow);
}

/** What the page of the second step carries along; good for ten minutes. */
async function openSecondStep(
  signIn: (login: string, password: string) => Promise<Answer>,
  { login, password }: Person,
) {
  const begin = async () => {
    const { text } = await signIn(login, password);
    const pending = /name="pending" value="([^"]+)"/.exec(text)?.[1];
    if (pending === undefined) throw new Error('the first step did not lead to the second');
    return pending;
  };
  let pending = await begin();
  return {
    pending: () => pending,
    renew: async () => {
      pending = await begin();
    },
  };
}
