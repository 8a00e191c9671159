import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aGroup, aUser, bob, editors, endsOfSignIn, eve } from '../../test/builders.ts';
import {
  attemptsInMemory,
  hmacSha1,
  type PlainAnswer,
  passkeyVerifier,
  seedCipher,
} from '../../test/factor-ports.ts';
import { noon } from '../../test/platform.ts';
import type { Caller, UserActor } from '../access/actor.ts';
import { observer } from '../access/role.ts';
import { updateUser } from '../identity/update-user.ts';
import type { UserId } from '../kernel/id.ts';
import { later } from '../kernel/instant.ts';
import { type PasswordHash, Secret } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import { completeSignIn } from '../sessions/complete-sign-in.ts';
import { readSecondStep } from '../sessions/second-step.ts';
import { type StartedSession, signIn } from '../sessions/sign-in.ts';
import { requestPasskey, signInWithPasskey } from '../sessions/sign-in-with-passkey.ts';
import { authenticateSession } from '../verification/authenticate-user.ts';
import { confirmFactor, startFactor } from './add-factor.ts';
import { confirmPasskey, startPasskey } from './add-passkey.ts';
import { codeAt, stepAt } from './one-time-code.ts';
import type { ExpectedAssertion, PublicKey, RegisteredPasskey } from './passkey.ts';
import { readTwoFactor } from './read-two-factor.ts';
import { removeFactor, removeFactors } from './remove-factor.ts';

const password = 'correct horse battery staple';
const minute = 60_000;

/** An authority in which Eve and Bob have passwords, authenticators that sign in plain text, and a clock to move. */
async function aHouse({ requires = false } = {}) {
  const authority = await anAuthority();
  const passwordHash = `hash of ${password}` as PasswordHash;
  const { tables } = authority.ports.store;
  await authority.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve', passwordHash })],
    groups: [aGroup({ id: editors, requiresTwoFactor: requires })],
    members: [[editors, eve]],
    given: [[observer, eve]],
  });
  const bobs = await tables.users.find(bob);
  assert.ok(bobs !== undefined);
  await tables.users.update({ ...bobs, passwordHash });
  let now = noon;
  let counter = 0;
  const expected: ExpectedAssertion[] = [];
  let meanwhile: () => Promise<unknown> = async () => {};
  const ports = {
    ...authority.ports,
    clock: { now: () => now },
    hmacSha1,
    seedCipher,
    passkeyVerifier: {
      ...passkeyVerifier,
      verifyAssertion: async (text: string, one: ExpectedAssertion) => {
        expected.push(one);
        await meanwhile();
        return passkeyVerifier.verifyAssertion(text, one);
      },
    },
    limits: { idleSeconds: 3_600, absoluteSeconds: 86_400 },
    store: { ...authority.ports.store, attempts: attemptsInMemory() },
  };
  let places = 0;
  // From another place each time, so that nobody has to wait.
  const origin = () => {
    places += 1;
    return { requestId: 'a request', address: `198.51.100.${places}` };
  };
  const present = async (secret: Secret): Promise<Caller<UserActor>> => {
    const sessionClock = { lastUsed: async () => now } as never;
    const actor = done(await authenticateSession({ ...ports, sessionClock }, secret.reveal()));
    return { actor, origin: origin() };
  };
  const firstStep = async (login = 'eve') =>
    done(await signIn(ports, origin(), { login, password: new Secret(password) }));
  const enter = async (login = 'eve') => {
    const started = await firstStep(login);
    return present(started.kind === 'session' ? started.secret : new Secret('-'));
  };
  const half = async (login = 'eve') => {
    const started = await firstStep(login);
    return started.kind === 'second-factor-required' ? started.pending : new Secret('-');
  };
  const signed = (
    kind: PlainAnswer['kind'],
    id: string,
    challenge: string,
    but: Partial<PlainAnswer> = {},
  ) => {
    counter += 1;
    const plain = { kind, id, challenge, signedBy: `the key ${id}`, isVerified: true, counter };
    return JSON.stringify({ ...plain, ...but });
  };
  const add = async (
    caller: Caller<UserActor>,
    name = 'Key',
    userId: UserId = eve,
    but: Partial<PlainAnswer> = {},
  ) => {
    const started = done(await startPasskey(ports, caller, { userId, name }));
    const answer = signed('create', `${name} of ${userId}`, started.challenge, but);
    const passkey = done(await confirmPasskey(ports, caller, { userId, answer }));
    return { passkey, answer, recoveryCodes: started.recoveryCodes };
  };
  const addApp = async (caller: Caller<UserActor>) => {
    const started = done(await startFactor(ports, caller, { userId: eve, name: 'Phone' }));
    const code = codeAt(hmacSha1, started.seed, stepAt(now));
    const app = done(await confirmFactor(ports, caller, { userId: eve, code }));
    return { app, recoveryCodes: started.recoveryCodes };
  };
  const secondStep = (pending: Secret, answer: string) =>
    completeSignIn(ports, origin(), { pending, shown: { kind: 'passkey', answer } });
  const secondStepByCode = (pending: Secret, code: string) =>
    completeSignIn(ports, origin(), { pending, shown: { kind: 'code', code } });
  const askSecond = async (pending: Secret) =>
    (await readSecondStep(ports, pending)).passkeys?.challenge ?? '';
  const alone = (answer: string): Promise<Result<StartedSession>> =>
    signInWithPasskey(ports, origin(), answer);
  const ask = () => requestPasskey(ports).challenge;
  const requireNewPassword = async () => {
    done(await updateUser(ports, await authority.asAnn(), eve, { passwordChangeRequired: true }));
  };
  return {
    ...authority,
    tables,
    ports,
    expected,
    firstStep,
    enter,
    half,
    present,
    signed,
    add,
    addApp,
    secondStep,
    secondStepByCode,
    askSecond,
    alone,
    ask,
    requireNewPassword,
    /** Does something whenever an answer is verified. */
    whileVerifying: (act: () => Promise<unknown>) => {
      meanwhile = act;
    },
    now: () => now,
    pass: (milliseconds: number) => {
      now = later(now, milliseconds);
    },
  };
}

type House = Awaited<ReturnType<typeof aHouse>>;

const idOf = (user: UserId, name = 'Key') => `${name} of ${user}`;

describe('a passkey', () => {
  test('guards nothing before it was shown, and everything from then on; with it come recovery codes', async () => {
    const house = await aHouse();
    const elsewhere = await house.firstStep();
    const caller = await house.enter();
    const started = done(await startPasskey(house.ports, caller, { userId: eve, name: 'Key' }));
    assert.equal(started.recoveryCodes?.length, 10);
    assert.equal((await house.firstStep()).kind, 'session');
    const answer = house.signed('create', idOf(eve), started.challenge);
    done(await confirmPasskey(house.ports, caller, { userId: eve, answer }));
    assert.equal((await house.firstStep()).kind, 'second-factor-required');
    // As with an app: what a password alone had opened ends, and this session counts as opened with it.
    assert.ok(elsewhere.kind === 'session');
    await assert.rejects(house.present(elsewhere.secret));
    const own = await house.tables.sessions.find(caller.actor.via.id as never);
    assert.equal(own?.hasSecondFactor, true);
    assert.deepEqual(
      house.events.filter(({ kind }) => kind.startsWith('factor.')).map(({ kind, target }) => [kind, target]),
      ['factor.started', 'factor.added'].map((kind) => [
        kind,
        { kind: 'factor', id: started.passkey.id, name: 'Key' },
      ]),
    );
  });

  test('is added in the session in which it was begun, to its own challenge, once and in time', async () => {
    const house = await aHouse();
    const [caller, other] = [await house.enter(), await house.enter()];
    const begin = async () => done(await startPasskey(house.ports, caller, { userId: eve, name: 'Key' }));
    const confirm = (answer: string, as = caller) => confirmPasskey(house.ports, as, { userId: eve, answer });
    const first = await begin();
    const second = await begin();
    const made = (challenge: string, kind: PlainAnswer['kind'] = 'create') =>
      house.signed(kind, idOf(eve), challenge);
    const texts = new Set<string>();
    for (const [answer, as] of [
      ['junk', caller],
      [made(second.challenge), other],
      [made(first.challenge), caller],
      [made(house.ask()), caller],
      [made(second.challenge, 'get'), caller],
    ] as const) {
      const refused = refusalOf(await confirm(answer, as));
      texts.add(JSON.stringify(refused));
    }
    assert.equal(texts.size, 1);
    house.pass(9 * minute);
    const kept = made(second.challenge);
    done(await confirm(kept));
    const third = done(await startPasskey(house.ports, caller, { userId: eve, name: 'Another' }));
    assert.equal(refusalOf(await confirm(kept)).kind, 'malformed');
    house.pass(minute + 1);
    assert.equal(refusalOf(await confirm(made(third.challenge))).kind, 'authentication-too-old');
  });

  test('that is somebody’s already is nobody else’s, and whose it is stays unsaid', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    const caller = await house.enter('bob');
    const started = done(await startPasskey(house.ports, caller, { userId: bob, name: 'Mine' }));
    const answer = house.signed('create', idOf(eve), started.challenge);
    const refused = refusalOf(await confirmPasskey(house.ports, caller, { userId: bob, answer }));
    const junk = refusalOf(await confirmPasskey(house.ports, caller, { userId: bob, answer: 'junk' }));
    assert.deepEqual(refused, junk);
    assert.equal((await house.firstStep('bob')).kind, 'session');
  });

  test('is added by hand, by its owner, and soon after signing in', async () => {
    const house = await aHouse();
    const [bySession, byToken] = [await house.enter(), await house.byToken(eve)];
    const start = (caller: Caller) => startPasskey(house.ports, caller, { userId: eve, name: 'Key' });
    assert.equal(refusalOf(await start(byToken)).kind, 'credential-unfit');
    assert.equal(refusalOf(await start(await house.asAnn())).kind, 'credential-unfit');
    house.pass(11 * minute);
    assert.equal(refusalOf(await start(bySession)).kind, 'authentication-too-old');
  });
});

describe('the second step', () => {
  test('is taken with a passkey, once with each challenge, by who has proved the password', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    const pending = await house.half();
    const asked = await readSecondStep(house.ports, pending);
    assert.deepEqual([asked.hasApp, asked.passkeys?.credentials], [false, [idOf(eve)]]);
    const answer = house.signed('get', idOf(eve), asked.passkeys?.challenge ?? '', { isVerified: false });
    const started = done(await house.secondStep(pending, answer));
    assert.equal(started.session.hasSecondFactor, true);
    assert.equal(refusalOf(await house.secondStep(pending, answer)).kind, 'sign-in-failed');
    const made = new Secret(pending.reveal().replace(eve, bob));
    assert.deepEqual(await readSecondStep(house.ports, made), { hasApp: false, passkeys: undefined });
  });

  test('is not taken with the passkey of somebody else, or with an answer to another sign-in', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    await house.add(await house.enter('bob'), 'Key', bob);
    const [pending, other] = [await house.half(), await house.half()];
    house.pass(1);
    const later = await house.half();
    const challenge = await house.askSecond(pending);
    const refused = [
      house.signed('get', idOf(bob), challenge),
      house.signed('get', idOf(eve), challenge, { signedBy: `the key ${idOf(bob)}` }),
      house.signed('get', idOf(eve), challenge, { owner: bob }),
      house.signed('get', idOf(eve), await house.askSecond(later)),
      house.signed('get', idOf(eve), house.ask()),
      house.signed('get', idOf(eve), 'made up'),
      house.signed('get', 'unknown', challenge),
      'junk',
      '',
    ];
    for (const answer of refused) {
      // Guesses cost more time each.
      house.pass(minute / 2);
      assert.equal(refusalOf(await house.secondStep(pending, answer)).kind, 'sign-in-failed', answer);
    }
    house.pass(minute);
    done(await house.secondStep(other, house.signed('get', idOf(eve), await house.askSecond(other))));
  });

  test('has one winner of many with one answer at the same moment', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    const pending = await house.half();
    const answer = house.signed('get', idOf(eve), await house.askSecond(pending));
    const entered = await Promise.all(Array.from({ length: 3 }, () => house.secondStep(pending, answer)));
    assert.equal(entered.filter(({ ok }) => ok).length, 1);
  });

  test('is not offered or taken once the password that was proved must be replaced', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    const pending = await house.half();
    const answer = house.signed('get', idOf(eve), await house.askSecond(pending));
    await house.requireNewPassword();
    assert.deepEqual(await readSecondStep(house.ports, pending), { hasApp: false, passkeys: undefined });
    assert.equal(refusalOf(await house.secondStep(pending, answer)).kind, 'sign-in-expired');
  });

  for (const [what, change] of Object.entries(endsOfSignIn))
    test(`is not taken for an account that ${what} while the answer is verified`, async () => {
      const house = await aHouse();
      await house.add(await house.enter());
      const pending = await house.half();
      const answer = house.signed('get', idOf(eve), await house.askSecond(pending));
      const user = await house.tables.users.find(eve);
      assert.ok(user !== undefined);
      house.whileVerifying(() => house.tables.users.update({ ...user, ...change }));
      assert.equal(refusalOf(await house.secondStep(pending, answer)).kind, 'sign-in-expired');
    });

  test('is not taken with a copy of a key, which shows in a counter that went back, and the log says so', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    const enter = async (counter: number) => {
      const pending = await house.half();
      return house.secondStep(
        pending,
        house.signed('get', idOf(eve), await house.askSecond(pending), { counter }),
      );
    };
    assert.ok((await enter(40)).ok);
    for (const counter of [40, 39, 0]) assert.equal(refusalOf(await enter(counter)).kind, 'sign-in-failed');
    assert.deepEqual(house.events.at(-1)?.details, { reason: 'the counter went back' });
    assert.ok((await enter(41)).ok);
  });
});

describe('a passkey alone', () => {
  test('signs in, as a second factor would, freshly, and where a group requires one', async () => {
    const house = await aHouse({ requires: true });
    await house.add(await house.enter());
    house.pass(60 * minute);
    const started = done(await house.alone(house.signed('get', idOf(eve), house.ask(), { owner: eve })));
    assert.deepEqual([started.isReduced, started.session.hasSecondFactor], [false, true]);
    const caller = await house.present(started.secret);
    assert.deepEqual(caller.actor.permissions, await house.holdsOf(eve));
    done(await removeFactors(house.ports, caller, eve));
  });

  test('signs in while the password must be replaced, which still opens nothing but its replacement', async () => {
    const house = await aHouse();
    await house.add(await house.enter());
    await house.requireNewPassword();
    const { secret } = done(await house.alone(house.signed('get', idOf(eve), house.ask(), { owner: eve })));
    await house.present(secret);
    assert.equal((await house.tables.users.find(eve))?.passwordChangeRequired, true);
    assert.equal((await house.firstStep()).kind, 'password-change-required');
  });

  test('is refused alike for every reason, and verified even if nobody has it', async () => {
    const house = await aHouse();
    const { passkey } = await house.add(await house.enter());
    const good = (but: Partial<PlainAnswer> = {}) =>
      house.signed('get', idOf(eve), house.ask(), { owner: eve, ...but });
    const spent = good();
    done(await house.alone(spent));
    const pending = await house.half();
    const reasons: Readonly<Record<string, string>> = {
      'without having made sure that it is its owner': good({ isVerified: false }),
      'not saying whose it is': good({ owner: undefined }),
      'of somebody else': good({ owner: bob }),
      'signed by another key': good({ signedBy: 'another key' }),
      unknown: good({ id: 'unknown' }),
      'signed by the key of nobody': good({ id: 'unknown', signedBy: 'the key of nobody' }),
      'spent before': spent,
      'for the second step': good({ challenge: await house.askSecond(pending) }),
      'made up': good({ challenge: 'made up' }),
      'no answer': 'junk',
    };
    for (const [what, answer] of Object.entries(reasons))
      assert.equal(refusalOf(await house.alone(answer)).kind, 'sign-in-failed', what);
    assert.equal(house.expected.filter(({ publicKey }) => publicKey === 'the key of nobody').length, 2);
    const failures = house.events.filter(({ kind }) => kind === 'sign-in.failed');
    assert.equal(failures.length, Object.keys(reasons).length);

    const late = good();
    house.pass(10 * minute);
    assert.equal(refusalOf(await house.alone(late)).kind, 'sign-in-failed');
    const user = await house.tables.users.find(eve);
    assert.ok(user !== undefined);
    await house.tables.users.update({ ...user, state: { kind: 'banned', reason: undefined } } as never);
    assert.equal(refusalOf(await house.alone(good())).kind, 'sign-in-failed');
    await house.tables.users.update(user);
    done(await house.alone(good()));
    await house.tables.passkeys.delete(passkey.id);
    assert.equal(refusalOf(await house.alone(good())).kind, 'sign-in-failed');
  });

  test('has one winner of many with one answer at the same moment', async () => {
    const house = await aHouse();
    // An authenticator that does not count: the challenge alone is what can be spent.
    await house.add(await house.enter(), 'Key', eve, { counter: 0 });
    const answer = house.signed('get', idOf(eve), house.ask(), { owner: eve, counter: 0 });
    const entered = await Promise.all(Array.from({ length: 3 }, () => house.alone(answer)));
    assert.equal(entered.filter(({ ok }) => ok).length, 1);
    const next = house.signed('get', idOf(eve), house.ask(), { owner: eve, counter: 0 });
    assert.ok((await house.alone(next)).ok);
  });

  test('makes its guesser wait, like a password', async () => {
    const house = await aHouse();
    const origin = { requestId: 'a request', address: '192.0.2.7' };
    const kinds: string[] = [];
    for (let guess = 0; guess < 6; guess += 1) {
      const answer = house.signed('get', 'unknown', house.ask());
      kinds.push(refusalOf(await signInWithPasskey(house.ports, origin, answer)).kind);
    }
    assert.ok(kinds.includes('rate-limited'), kinds.join());
  });
});

/** With what Eve signs in by her passkey. */
const ways: Readonly<Record<string, (house: House) => Promise<Result<StartedSession>>>> = {
  'in the second step': async (house) => {
    const pending = await house.half();
    return house.secondStep(pending, house.signed('get', idOf(eve), await house.askSecond(pending)));
  },
  alone: (house) => house.alone(house.signed('get', idOf(eve), house.ask(), { owner: eve })),
};

type EndOfPasskey = (house: House, caller: Caller<UserActor>, passkey: RegisteredPasskey) => Promise<unknown>;

const takeAway: EndOfPasskey = async ({ ports }, caller, { id }) =>
  done(await removeFactor(ports, caller, { userId: eve, factorId: id }));

/** What may become of a passkey, so that it is no longer the one that was asked. */
const endsOfPasskey: Readonly<Record<string, EndOfPasskey>> = {
  'is removed': takeAway,
  'is removed and added anew': async (house, caller, passkey) => {
    await takeAway(house, caller, passkey);
    await house.add(caller);
  },
  'gets another key': ({ tables }, _, passkey) =>
    tables.passkeys.update({
      ...passkey,
      credential: { ...passkey.credential, publicKey: 'another key' as PublicKey },
    }),
};

describe('a passkey that', () => {
  for (const [what, end] of Object.entries(endsOfPasskey))
    for (const [way, signInBy] of Object.entries(ways))
      test(`${what} while its answer is verified opens nothing, ${way}`, async () => {
        const house = await aHouse();
        const caller = await house.enter();
        const { passkey } = await house.add(caller);
        await house.addApp(caller);
        house.whileVerifying(() => end(house, caller, passkey));
        assert.equal(refusalOf(await signInBy(house)).kind, 'sign-in-failed');
        assert.deepEqual(house.events.at(-1)?.details, { reason: 'it was removed' });
      });
});

describe('several methods', () => {
  test('stand side by side with their names and uses, and one of them can be taken away', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const key = await house.add(caller);
    const { app, recoveryCodes } = await house.addApp(caller);
    assert.equal(recoveryCodes, undefined);
    for (const start of [startFactor, startPasskey])
      for (const name of ['Key', 'Phone'])
        assert.equal(
          refusalOf(await start(house.ports, caller, { userId: eve, name })).kind,
          'already-exists',
        );
    const seen = done(await readTwoFactor(house.ports, caller, eve));
    assert.deepEqual(
      seen.devices.map(({ kind, name, lastUsedAt }) => [kind, name, lastUsedAt]),
      [
        ['app', 'Phone', house.now()],
        ['passkey', 'Key', house.now()],
      ],
    );
    const remove = (factorId: typeof app.id, as: Caller = caller) =>
      removeFactor(house.ports, as, { userId: eve, factorId });
    assert.equal(refusalOf(await remove(app.id, await house.asAnn())).kind, 'not-found');
    assert.equal(refusalOf(await remove(app.id, await house.byToken(eve))).kind, 'credential-unfit');
    assert.equal(refusalOf(await remove(editors as never)).kind, 'not-found');
    done(await remove(app.id));
    assert.equal(refusalOf(await remove(key.passkey.id)).kind, 'conflict');
    assert.equal(house.events.at(-1)?.kind, 'factor.removed');
    const left = done(await readTwoFactor(house.ports, caller, eve));
    assert.deepEqual([left.devices.length, left.recoveryCodesLeft], [1, 10]);
    done(await removeFactors(house.ports, caller, eve));
    assert.equal((await house.firstStep()).kind, 'session');
  });

  test('leave the recovery codes good that came with the first', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const { recoveryCodes = [] } = await house.add(caller);
    const [afterApp, afterKey] = recoveryCodes.map((code) => code.reveal());
    const enter = async (code = '') => house.secondStepByCode(await house.half(), code);
    await house.addApp(caller);
    done(await enter(afterApp));
    await house.add(caller, 'Another');
    done(await enter(afterKey));
  });

  test('end what was begun and not completed, of either kind: its recovery codes are replaced', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const begun = done(await startPasskey(house.ports, caller, { userId: eve, name: 'Key' }));
    const { seed } = done(await startFactor(house.ports, caller, { userId: eve, name: 'Phone' }));
    const answer = house.signed('create', idOf(eve), begun.challenge);
    assert.equal(
      refusalOf(await confirmPasskey(house.ports, caller, { userId: eve, answer })).kind,
      'malformed',
    );
    await house.add(caller);
    const code = codeAt(hmacSha1, seed, stepAt(house.now()));
    assert.equal(refusalOf(await confirmFactor(house.ports, caller, { userId: eve, code })).kind, 'conflict');
  });

  test('are five passkeys at most, each with a name', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    for (let count = 1; count <= 5; count += 1) await house.add(caller, `Key ${count}`);
    const start = (name: string) => startPasskey(house.ports, caller, { userId: eve, name });
    assert.equal(refusalOf(await start('One more')).kind, 'conflict');
    for (const name of ['', ' ', 'x'.repeat(1_000)])
      assert.equal(refusalOf(await start(name)).kind, 'malformed');
  });
});
