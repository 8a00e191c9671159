import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aGroup, ann, aUser, editors, endsOfSignIn, eve } from '../../test/builders.ts';
import { attemptsInMemory, hmacSha1, passkeyVerifier, seedCipher } from '../../test/factor-ports.ts';
import { noon } from '../../test/platform.ts';
import type { Caller, UserActor } from '../access/actor.ts';
import { observer } from '../access/role.ts';
import { issuePermanentToken } from '../credentials/issue-permanent-token.ts';
import { deleteUser } from '../identity/delete-user.ts';
import { recoverAdministrator } from '../identity/recover-administrator.ts';
import { updateUser } from '../identity/update-user.ts';
import { authorityServiceId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import { type PasswordHash, Secret } from '../kernel/secret.ts';
import { changePassword } from '../sessions/change-password.ts';
import { completeSignIn } from '../sessions/complete-sign-in.ts';
import { replacePassword } from '../sessions/replace-password.ts';
import { signIn } from '../sessions/sign-in.ts';
import { authenticateSession } from '../verification/authenticate-user.ts';
import { confirmFactor, startFactor } from './add-factor.ts';
import { factorsMax } from './begin-factor.ts';
import { codeAt, stepAt } from './one-time-code.ts';
import { removeFactors, renewRecoveryCodes } from './remove-factor.ts';

const password = 'correct horse battery staple';
const minute = 60_000;

/** An authority in which Eve has a password, and a clock that a test moves. */
async function aHouse({ passwordChangeRequired = false, requires = false } = {}) {
  const authority = await anAuthority();
  const passwordHash = `hash of ${password}` as PasswordHash;
  await authority.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve', passwordHash, passwordChangeRequired })],
    groups: [aGroup({ id: editors, requiresTwoFactor: requires })],
    members: [[editors, eve]],
    given: [[observer, eve]],
  });
  let now = noon;
  const clock = { now: () => now };
  const ports = {
    ...authority.ports,
    clock,
    hmacSha1,
    seedCipher,
    passkeyVerifier,
    limits: { idleSeconds: 3_600, absoluteSeconds: 86_400 },
    store: { ...authority.ports.store, attempts: attemptsInMemory() },
  };
  const origin = { requestId: 'a request', address: '192.0.2.7' };
  const present = async (secret: Secret): Promise<Caller<UserActor>> => {
    const sessionClock = { lastUsed: async () => now } as never;
    const actor = done(await authenticateSession({ ...ports, sessionClock }, secret.reveal()));
    return { actor, origin };
  };
  const firstStep = async (text = password) =>
    done(await signIn(ports, origin, { login: 'eve', password: new Secret(text) }));
  const secondStep = (pending: Secret, code: string, address = origin.address) =>
    completeSignIn(ports, { ...origin, address }, { pending, shown: { kind: 'code', code } });
  const enter = async () => {
    const started = await firstStep();
    assert.equal(started.kind, 'session');
    return present(started.kind === 'session' ? started.secret : new Secret('-'));
  };
  const half = async () => {
    const started = await firstStep();
    assert.equal(started.kind, 'second-factor-required');
    return started.kind === 'second-factor-required' ? started.pending : new Secret('-');
  };
  const setUp = async (caller: Caller<UserActor>, name = 'Phone') => {
    const { seed, recoveryCodes = [] } = done(await startFactor(ports, caller, { userId: eve, name }));
    const code = () => codeAt(hmacSha1, seed, stepAt(now));
    done(await confirmFactor(ports, caller, { userId: eve, code: code() }));
    return { code, recoveryCodes: recoveryCodes.map((one) => one.reveal()) };
  };
  return {
    ...authority,
    ports,
    origin,
    present,
    firstStep,
    secondStep,
    enter,
    half,
    setUp,
    pass: (milliseconds: number) => {
      now = later(now, milliseconds);
    },
    now: (): Instant => now,
  };
}

/** The same session, with a sign-in at another moment. */
function aged({ actor, origin }: Caller<UserActor>, authenticatedAt: Instant | undefined): Caller {
  const { via } = actor;
  return { origin, actor: via.kind === 'session' ? { ...actor, via: { ...via, authenticatedAt } } : actor };
}

describe('an authenticator app', () => {
  test('guards nothing before a code of it was seen, and everything from then on', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const { seed } = done(await startFactor(house.ports, caller, { userId: eve, name: 'Phone' }));
    assert.equal((await house.firstStep()).kind, 'session');
    const refused = await confirmFactor(house.ports, caller, { userId: eve, code: '000000' });
    assert.equal(refusalOf(refused).kind, 'malformed');
    assert.equal((await house.firstStep()).kind, 'session');
    const code = codeAt(hmacSha1, seed, stepAt(house.now()));
    done(
      await confirmFactor(house.ports, caller, {
        userId: eve,
        code: ` ${code.slice(0, 3)} ${code.slice(3)} `,
      }),
    );
    assert.equal((await house.firstStep()).kind, 'second-factor-required');
  });

  test('ends the sessions that a password alone had opened, and keeps the one in which it was added', async () => {
    const house = await aHouse();
    const elsewhere = await house.firstStep();
    const caller = await house.enter();
    await house.setUp(caller);
    assert.ok(elsewhere.kind === 'session');
    await assert.rejects(house.present(elsewhere.secret));
    const own = await house.ports.store.tables.sessions.find(caller.actor.via.id as never);
    assert.equal(own?.hasSecondFactor, true);
  });

  test('opens the door once with each code, and never with one of an earlier step', async () => {
    const house = await aHouse();
    const { code } = await house.setUp(await house.enter());
    const confirmed = code();
    assert.equal(refusalOf(await house.secondStep(await house.half(), confirmed)).kind, 'sign-in-failed');
    house.pass(30_000);
    const earlier = code();
    house.pass(30_000);
    const next = code();
    assert.ok((await house.secondStep(await house.half(), next)).ok);
    const again = [next, ` ${next}`, `${next.slice(0, 3)} ${next.slice(3)}`, earlier];
    for (const [place, spent] of again.entries()) {
      // From another place each time, so that no guess has to wait.
      const refused = await house.secondStep(await house.half(), spent, `198.51.100.${place}`);
      assert.equal(refusalOf(refused).kind, 'sign-in-failed');
    }
  });

  test('gives one of many the door who show the same code at the same moment', async () => {
    const house = await aHouse();
    const { code } = await house.setUp(await house.enter());
    house.pass(minute);
    const halves = await Promise.all(Array.from({ length: 3 }, house.half));
    const entered = await Promise.all(halves.map((pending) => house.secondStep(pending, code())));
    assert.equal(entered.filter(({ ok }) => ok).length, 1);
  });

  test('is slowed down like a password, and its count outlives every refusal', async () => {
    const house = await aHouse();
    await house.setUp(await house.enter());
    house.pass(minute);
    const kinds: string[] = [];
    for (let guess = 0; guess < 6; guess += 1)
      kinds.push(refusalOf(await house.secondStep(await house.half(), '123456')).kind);
    assert.ok(kinds.includes('rate-limited'), kinds.join());
    const failures = house.events.filter(({ kind }) => kind === 'sign-in.failed');
    assert.equal(failures.length, kinds.filter((kind) => kind === 'sign-in-failed').length);
    for (const { details } of failures) assert.deepEqual(details, { reason: 'wrong second factor' });
  });

  test('may have others beside it, under other names, up to a few', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const first = await house.setUp(caller);
    assert.equal(first.recoveryCodes.length, 10);
    const again = await startFactor(house.ports, caller, { userId: eve, name: 'Phone' });
    assert.equal(refusalOf(again).kind, 'already-exists');
    for (let more = 2; more <= factorsMax; more += 1) {
      const { recoveryCodes, code } = await house.setUp(caller, `Phone ${more}`);
      // Those that were saved with the first stay good.
      assert.deepEqual(recoveryCodes, []);
      house.pass(minute);
      assert.ok((await house.secondStep(await house.half(), code())).ok);
    }
    const many = await startFactor(house.ports, caller, { userId: eve, name: 'One more' });
    assert.equal(refusalOf(many).kind, 'conflict');
    for (const name of ['', ' ', 'x'.repeat(1_000)])
      assert.equal(
        refusalOf(await startFactor(house.ports, caller, { userId: eve, name })).kind,
        'malformed',
      );
  });

  test('is set up by hand, by its owner, and soon after signing in', async () => {
    const house = await aHouse();
    const [bySession, byToken] = [await house.enter(), await house.byToken(eve)];
    const start = (caller: Caller, userId = eve) =>
      startFactor(house.ports, caller, { userId, name: 'Phone' });
    assert.equal(refusalOf(await start(byToken)).kind, 'credential-unfit');
    assert.equal(refusalOf(await start(await house.asAnn())).kind, 'credential-unfit');
    assert.equal(refusalOf(await start(bySession, ann)).kind, 'credential-unfit');
    house.pass(11 * minute);
    assert.equal(refusalOf(await start(bySession)).kind, 'authentication-too-old');
  });

  test('that was begun and not confirmed within half an hour is begun anew', async () => {
    const house = await aHouse();
    const { seed } = done(
      await startFactor(house.ports, await house.enter(), { userId: eve, name: 'Phone' }),
    );
    house.pass(31 * minute);
    const code = codeAt(hmacSha1, seed, stepAt(house.now()));
    const late = await confirmFactor(house.ports, await house.enter(), { userId: eve, code });
    assert.equal(refusalOf(late).kind, 'conflict');
  });
});

describe('the step between', () => {
  test('opens nothing once it is ten minutes old, belongs to a changed password, or was made up', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const { code } = await house.setUp(caller);
    const late = await house.half();
    house.pass(10 * minute + 1);
    assert.equal(refusalOf(await house.secondStep(late, code())).kind, 'sign-in-expired');
    const changed = await house.half();
    const newPassword = new Secret('another long enough password');
    const change = {
      userId: eve,
      oldPassword: new Secret(password),
      newPassword,
      endsApplicationPasswords: false,
    };
    done(await changePassword(house.ports, aged(caller, house.now()), change));
    assert.equal(refusalOf(await house.secondStep(changed, code())).kind, 'sign-in-expired');
    const [, end, mac] = changed.reveal().split('.');
    for (const made of [
      '-',
      '..',
      changed.reveal().replace(eve, ann),
      `${eve}.${Number(end) + 1}.${mac}`,
      `${eve}.${end}.`,
    ])
      assert.equal(refusalOf(await house.secondStep(new Secret(made), code())).kind, 'sign-in-expired', made);
  });

  test('is not taken once the password that was proved must be replaced', async () => {
    const house = await aHouse();
    const { code, recoveryCodes } = await house.setUp(await house.enter());
    const pending = await house.half();
    const caller = await house.asAnn();
    done(await updateUser(house.ports, caller, eve, { passwordChangeRequired: true }));
    house.pass(minute);
    for (const shown of [code(), recoveryCodes[0] ?? ''])
      assert.equal(refusalOf(await house.secondStep(pending, shown)).kind, 'sign-in-expired');
    assert.equal((await house.firstStep()).kind, 'password-change-required');
    const factors = house.ports.store.tables.factors;
    assert.equal(await factors.countRecoveryCodes(eve), 10, 'none is spent');
  });

  for (const [what, change] of Object.entries(endsOfSignIn))
    test(`is not taken with the code of an account that ${what} while the attempt is counted`, async () => {
      const house = await aHouse();
      const { code } = await house.setUp(await house.enter());
      house.pass(minute);
      const pending = await house.half();
      const { tables, attempts } = house.ports.store;
      const user = await tables.users.find(eve);
      assert.ok(user !== undefined);
      const advance: typeof attempts.advance = async (key, next) => {
        await tables.users.update({ ...user, ...change });
        return attempts.advance(key, next);
      };
      const store = { ...house.ports.store, attempts: { ...attempts, advance } };
      const shown = { kind: 'code', code: code() } as const;
      const refused = await completeSignIn({ ...house.ports, store }, house.origin, { pending, shown });
      assert.equal(refusalOf(refused).kind, 'sign-in-expired');
    });

  test('is asked for after the replacement of a password that somebody else chose, too', async () => {
    const house = await aHouse();
    const { code } = await house.setUp(await house.enter());
    const { tables } = house.ports.store;
    const user = await tables.users.find(eve);
    assert.ok(user !== undefined);
    await tables.users.update({ ...user, passwordChangeRequired: true });
    house.pass(minute);
    const replaced = done(
      await replacePassword(house.ports, house.origin, {
        login: 'eve',
        password: new Secret(password),
        newPassword: new Secret('another long enough password'),
      }),
    );
    assert.equal(replaced.kind, 'second-factor-required');
    if (replaced.kind === 'second-factor-required')
      assert.ok((await house.secondStep(replaced.pending, code())).ok);
  });
});

describe('a recovery code', () => {
  test('opens the door once, however it is written, and is told of', async () => {
    const house = await aHouse();
    const { recoveryCodes } = await house.setUp(await house.enter());
    const [first = '', second = ''] = recoveryCodes;
    assert.ok((await house.secondStep(await house.half(), first)).ok);
    assert.equal(refusalOf(await house.secondStep(await house.half(), first)).kind, 'sign-in-failed');
    const loose = second.toUpperCase().replaceAll('-', ' ');
    assert.ok((await house.secondStep(await house.half(), loose)).ok);
    const used = house.events.filter(({ kind }) => kind === 'recovery-code.used');
    assert.deepEqual(
      used.map(({ details }) => details),
      [{ codesLeft: 9 }, { codesLeft: 8 }],
    );
  });

  test('is worth nothing once there are new ones', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const { recoveryCodes } = await house.setUp(caller);
    const renewed = done(await renewRecoveryCodes(house.ports, caller, eve)).map((code) => code.reveal());
    assert.equal(new Set([...renewed, ...recoveryCodes]).size, 20);
    assert.equal(
      refusalOf(await house.secondStep(await house.half(), recoveryCodes[0] ?? '')).kind,
      'sign-in-failed',
    );
    assert.ok((await house.secondStep(await house.half(), renewed[0] ?? '')).ok);
  });

  test('is replaced by hand, by its owner, and soon after signing in', async () => {
    const house = await aHouse();
    const [bySession, byToken] = [await house.enter(), await house.byToken(eve)];
    const { recoveryCodes } = await house.setUp(bySession);
    const renew = (caller: Caller) => renewRecoveryCodes(house.ports, caller, eve);
    assert.equal(refusalOf(await renew(byToken)).kind, 'credential-unfit');
    assert.equal(refusalOf(await renew(await house.asAnn())).kind, 'not-found');
    house.pass(11 * minute);
    assert.equal(refusalOf(await renew(bySession)).kind, 'authentication-too-old');
    assert.ok((await house.secondStep(await house.half(), recoveryCodes[0] ?? '')).ok);
  });
});

describe('two-factor authentication is switched off', () => {
  test('by its owner, in a fresh session', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    await house.setUp(caller);
    assert.equal(
      refusalOf(await removeFactors(house.ports, await house.byToken(eve), eve)).kind,
      'credential-unfit',
    );
    done(await removeFactors(house.ports, caller, eve));
    assert.equal((await house.firstStep()).kind, 'session');
    assert.equal(refusalOf(await removeFactors(house.ports, caller, eve)).kind, 'not-found');
  });

  test('by whoever holds all that its owner holds, and then the sessions end', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    await house.setUp(caller);
    const bobs = await house.signIn(aUser().id);
    assert.equal(refusalOf(await removeFactors(house.ports, bobs, eve)).kind, 'forbidden');
    const ann = await house.asAnn();
    const old = aged(ann, undefined);
    assert.equal(refusalOf(await removeFactors(house.ports, old, eve)).kind, 'authentication-too-old');
    done(await removeFactors(house.ports, ann, eve));
    assert.equal(await house.ports.store.tables.sessions.find(caller.actor.via.id as never), undefined);
    assert.equal((await house.firstStep()).kind, 'session');
  });

  test('with the account, and by whoever has the host', async () => {
    const house = await aHouse();
    await house.setUp(await house.enter());
    done(
      await recoverAdministrator(house.ports, {
        login: 'eve',
        name: undefined,
        password: new Secret('a password for one sign-in'),
      }),
    );
    assert.deepEqual(await house.ports.store.tables.factors.listOf(eve), []);
    const other = await aHouse();
    await other.setUp(await other.enter());
    done(await deleteUser(other.ports, await other.asAnn(), { userId: eve, successor: undefined }));
    assert.deepEqual(await other.ports.store.tables.factors.listOf(eve), []);
    assert.equal(await other.ports.store.tables.factors.countRecoveryCodes(eve), 0);
  });
});

describe('a group that requires it', () => {
  test('leaves to a session with a password alone its own profile, and no credential', async () => {
    const house = await aHouse({ requires: true });
    const started = await house.firstStep();
    assert.ok(started.kind === 'session' && started.isReduced);
    const caller = await house.present(started.secret);
    assert.deepEqual(
      [...caller.actor.permissions].map(([, keys]) => [...keys]),
      [['jetbrains.jetpass.profile-updateSelf']],
    );
    const issue = {
      ownerId: eve,
      name: 'Mine',
      description: undefined,
      audience: [authorityServiceId],
      expiresAt: undefined,
      narrowing: undefined,
    };
    const kinds = [
      await issuePermanentToken(house.ports, caller, issue),
      await updateUser(house.ports, caller, eve, { email: 'eve@example.test' }),
      await updateUser(house.ports, caller, eve, { login: 'eve2' }),
      await changePassword(house.ports, caller, {
        userId: eve,
        oldPassword: new Secret(password),
        newPassword: new Secret('another long enough password'),
        endsApplicationPasswords: false,
      }),
    ].map((result) => refusalOf(result).kind);
    assert.deepEqual(
      kinds,
      Array.from(kinds, () => 'second-factor-required'),
    );
    done(await updateUser(house.ports, caller, eve, { name: 'Eve Adams' }));
  });

  test('cuts sessions down from the very moment that it announced, and asks at sign-in before', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const group = await house.ports.store.tables.groups.find(editors);
    assert.ok(group !== undefined);
    const from = later(house.now(), 2 * minute);
    await house.ports.store.tables.groups.update({
      ...group,
      requiresTwoFactor: true,
      twoFactorRequiredFrom: from,
    });
    const before = await house.firstStep();
    assert.ok(before.kind === 'session' && !before.isReduced);
    assert.equal(before.isReducedFrom, from);
    const issue = (name: string) => {
      const input = { ownerId: eve, description: undefined, expiresAt: undefined, narrowing: undefined };
      return issuePermanentToken(house.ports, caller, { ...input, name, audience: [authorityServiceId] });
    };
    house.pass(2 * minute - 1);
    assert.deepEqual((await house.present(before.secret)).actor.permissions, await house.holdsOf(eve));
    done(await issue('Before'));
    house.pass(1);
    const after = (await house.present(before.secret)).actor;
    assert.ok(after.via.kind === 'session' && after.via.isReduced);
    assert.equal(refusalOf(await issue('After')).kind, 'second-factor-required');
    const late = await house.firstStep();
    assert.ok(late.kind === 'session' && late.isReduced && late.isReducedFrom === undefined);
  });

  test('gives the session back what it holds once a factor was added in it', async () => {
    const house = await aHouse({ requires: true });
    const started = await house.firstStep();
    assert.ok(started.kind === 'session');
    await house.setUp(await house.present(started.secret));
    const { actor } = await house.present(started.secret);
    assert.deepEqual(actor.permissions, await house.holdsOf(eve));
  });

  test('cuts a session down in the very act, if it came to require it meanwhile', async () => {
    const house = await aHouse();
    const caller = await house.enter();
    const group = await house.ports.store.tables.groups.find(editors);
    assert.ok(group !== undefined);
    await house.ports.store.tables.groups.update({ ...group, requiresTwoFactor: true });
    const issue = {
      ownerId: eve,
      name: 'Mine',
      description: undefined,
      audience: [authorityServiceId],
      expiresAt: undefined,
      narrowing: undefined,
    };
    assert.equal(
      refusalOf(await issuePermanentToken(house.ports, caller, issue)).kind,
      'second-factor-required',
    );
  });
});
