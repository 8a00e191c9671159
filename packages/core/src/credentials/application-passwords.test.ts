import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aGroup, ann, aService, aUser, bob, editors, eve, everywhere } from '../../test/builders.ts';
import { digest, fixedClock, noon } from '../../test/platform.ts';
import type { Caller, UserActor } from '../access/actor.ts';
import { updateSelfPermission } from '../access/permission.ts';
import { deleteUser } from '../identity/delete-user.ts';
import { recoverAdministrator } from '../identity/recover-administrator.ts';
import { updateUser } from '../identity/update-user.ts';
import { newId } from '../kernel/id.ts';
import { later } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import { Secret } from '../kernel/secret.ts';
import type { EncryptedSeed } from '../second-factor/factor.ts';
import { removeFactors } from '../second-factor/remove-factor.ts';
import { authenticateBasic } from '../verification/authenticate-user.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { issueApplicationPassword } from './issue-application-password.ts';
import { issuePermanentToken } from './issue-permanent-token.ts';
import { revokeApplicationPassword } from './revoke-application-password.ts';
import { revokePermanentToken } from './revoke-permanent-token.ts';

/** An authority in which Eve may have a second factor; with the wiki, which everybody may name and few may use. */
async function aHouse({ isGuarded = true, requires = false } = {}) {
  const house = await anAuthority();
  const { ports } = house;
  await house.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve' })],
    groups: [aGroup({ id: editors, requiresTwoFactor: requires })],
    members: [[editors, eve]],
    services: [aService()],
  });
  const role = (await ports.store.tables.access.listRoles()).values().next().value;
  assert.ok(role);
  const guard = () =>
    ports.store.change(async (tables) => {
      await tables.factors.insert({
        id: newId(ports.random),
        userId: eve,
        name: 'Phone',
        encryptedSeed: 'a seed' as EncryptedSeed,
        addedAt: noon,
        confirmedAt: noon,
      });
      const event = { kind: 'factor.added', at: noon, subject: eve } as const;
      const caller = { actor: { kind: 'system' }, origin: { requestId: 'a test' } } as const;
      const target = { kind: 'user', id: eve, name: 'eve' } as const;
      return ok({
        value: undefined,
        events: [{ ...event, caller, target }],
        touched: [{ kind: 'user', id: eve }],
      });
    });
  await house.add({ given: [[role, eve]] });
  if (isGuarded) done(await guard());
  const facts = new FreshFacts(ports.store.facts);
  const fresh = async (user = eve): Promise<Caller<UserActor>> => {
    const caller = await house.signIn(user);
    const via = { ...caller.actor.via, authenticatedAt: noon } as UserActor['via'];
    return { ...caller, actor: { ...caller.actor, via } };
  };
  const use = (password: Secret, login = 'eve') =>
    authenticateBasic({ clock: ports.clock, digest, facts }, { login, password: password.reveal() });
  const make = async (name = 'Thunderbird') => {
    const issued = done(await issueApplicationPassword(ports, await fresh(), wanted({ name })));
    return { ...issued, byIt: async () => ({ actor: done(await use(issued.secret)).actor, origin }) };
  };
  return { ...house, guard, fresh, use, make };
}

const origin = { requestId: 'by a program' };
const wanted = (but: object = {}) => ({ ownerId: eve, name: 'Thunderbird', service: undefined, ...but });

describe('an application password', () => {
  test('is made by its owner in a session that was opened a moment ago, and opens the authority', async () => {
    const house = await aHouse();
    const { password, secret } = await house.make();
    assert.deepEqual(
      [password.userId, password.state, password.service, password.createdAt],
      [eve, { kind: 'active' }, undefined, noon],
    );
    const known = done(await house.use(secret));
    assert.deepEqual(known.actor.via, { kind: 'application-password', id: password.id });
    const [event] = house.events.filter(({ kind }) => kind === 'application-password.issued');
    assert.deepEqual(event?.target, { kind: 'application-password', id: password.id, name: 'Thunderbird' });
    assert.ok(!JSON.stringify(house.events).includes(secret.reveal()));
  });

  test('carries what its owner holds, and loses it with them', async () => {
    const house = await aHouse();
    const { byIt } = await house.make();
    assert.deepEqual((await byIt()).actor.permissions, await house.holdsOf(eve));
  });

  test('can be for one service, which its owner may use', async () => {
    const house = await aHouse();
    const refused = await issueApplicationPassword(
      house.ports,
      await house.fresh(),
      wanted({ service: 'nothing' }),
    );
    assert.deepEqual(refusalOf(refused), {
      kind: 'malformed',
      fields: [{ field: 'service', rule: 'names no service that you may use' }],
    });
    const issued = await issueApplicationPassword(
      house.ports,
      await house.fresh(),
      wanted({ service: '0-0-0-0-0' }),
    );
    assert.equal(done(issued).password.service, '0-0-0-0-0');
  });

  for (const [name, rule] of [
    ['', 'must not be empty'],
    [' x', 'must not begin or end with white space'],
  ] as const) {
    test(`is not made with the name ${JSON.stringify(name)}`, async () => {
      const house = await aHouse();
      const refused = await issueApplicationPassword(house.ports, await house.fresh(), wanted({ name }));
      assert.deepEqual(refusalOf(refused), { kind: 'malformed', fields: [{ field: 'name', rule }] });
    });
  }

  test('is for nobody without a second factor, and the refusal leads to setting one up', async () => {
    const house = await aHouse({ isGuarded: false });
    const refused = () => house.fresh().then((by) => issueApplicationPassword(house.ports, by, wanted()));
    assert.deepEqual(refusalOf(await refused()), {
      kind: 'second-factor-required',
      act: 'create application passwords',
      isOfAct: true,
    });
    done(await house.guard());
    assert.ok((await refused()).ok);
  });

  test('is not made in a session that is cut down, or that is older than ten minutes', async () => {
    const cut = await aHouse({ requires: true });
    const reduced = await issueApplicationPassword(cut.ports, await cut.fresh(), wanted());
    assert.deepEqual(refusalOf(reduced), {
      kind: 'second-factor-required',
      act: 'create application passwords',
    });
    const house = await aHouse();
    const old = { ...house.ports, clock: fixedClock(later(noon, 10 * 60_000 + 1)) };
    const by = await house.fresh();
    const session = by.actor.via;
    // A session lasts for a minute in these tests: this one was kept up.
    assert.ok(session.kind === 'session');
    assert.notEqual((await issueApplicationPassword(old, by, wanted())).ok, true);
    const long = { ...by, actor: { ...by.actor, via: { ...session, authenticatedAt: undefined } } };
    assert.equal(
      refusalOf(await issueApplicationPassword(house.ports, long, wanted())).kind,
      'authentication-too-old',
    );
  });

  test('is not made for somebody else, by a token, or by another one', async () => {
    const house = await aHouse();
    for (const by of [await house.fresh(ann), await house.byToken(eve), await (await house.make()).byIt()])
      assert.equal(
        refusalOf(await issueApplicationPassword(house.ports, by, wanted())).kind,
        'credential-unfit',
      );
  });

  test('is ended by its owner or by an administrator, at once, and is gone for both', async () => {
    const house = await aHouse();
    for (const by of [await house.fresh(), await house.asAnn()]) {
      const { password, secret } = await house.make();
      done(await house.use(secret));
      done(await revokeApplicationPassword(house.ports, by, eve, password.id));
      assert.deepEqual(refusalOf(await house.use(secret)), {
        kind: 'token-inactive',
        internalReason: 'revoked',
      });
      assert.equal(
        refusalOf(await revokeApplicationPassword(house.ports, by, eve, password.id)).kind,
        'not-found',
      );
    }
    const stranger = await house.signIn(bob);
    const { password } = await house.make();
    assert.equal(
      refusalOf(await revokeApplicationPassword(house.ports, stranger, eve, password.id)).kind,
      'forbidden',
    );
    const elsewhere = await revokeApplicationPassword(house.ports, await house.asAnn(), bob, password.id);
    assert.equal(refusalOf(elsewhere).kind, 'not-found');
  });

  test('neither creates nor ends a credential, and changes nothing that its owner is recognised by', async () => {
    const house = await aHouse();
    const { byIt, password } = await house.make();
    const by = await byIt();
    const { ports } = house;
    const order = {
      ownerId: eve,
      name: 'a token',
      description: undefined,
      audience: ['0-0-0-0-0'],
      expiresAt: undefined,
      narrowing: undefined,
    };
    const attempts = [
      await issuePermanentToken(ports, by, order),
      await revokePermanentToken(ports, by, eve, newId(ports.random)),
      await revokeApplicationPassword(ports, by, eve, password.id),
      await removeFactors(ports, by, eve),
      await updateUser(ports, by, eve, { email: 'eve@example.org' }),
    ];
    assert.deepEqual(
      attempts.map((attempt) => refusalOf(attempt).kind),
      attempts.map(() => 'credential-unfit'),
    );
  });

  test('is no longer believed inside a change when it was ended a moment before', async () => {
    const house = await aHouse();
    const { byIt, password } = await house.make();
    const by = await byIt();
    done(await revokeApplicationPassword(house.ports, await house.asAnn(), eve, password.id));
    const late = await updateUser(house.ports, by, eve, { name: 'Evelyn' });
    assert.equal(refusalOf(late).kind, 'token-inactive');
  });
});

describe('all application passwords of an account end', () => {
  const ends: Readonly<Record<string, (house: Awaited<ReturnType<typeof aHouse>>) => Promise<unknown>>> = {
    'when two-factor authentication is switched off by its owner': async (house) =>
      done(await removeFactors(house.ports, await house.fresh(), eve)),
    'when it is switched off by an administrator': async (house) =>
      done(await removeFactors(house.ports, await house.fresh(ann), eve)),
    'with the account': async (house) =>
      done(await deleteUser(house.ports, await house.asAnn(), { userId: eve, successor: undefined })),
    'when whoever has the host recovers it': async (house) =>
      done(
        await recoverAdministrator(house.ports, {
          login: 'eve',
          name: undefined,
          password: new Secret('a password for one sign-in'),
        }),
      ),
  };

  for (const [name, end] of Object.entries(ends)) {
    test(`${name}, for good`, async () => {
      const house = await aHouse();
      const made = [await house.make('one'), await house.make('two')];
      for (const { secret } of made) done(await house.use(secret));
      await end(house);
      for (const { secret, password } of made) {
        assert.equal(refusalOf(await house.use(secret)).kind, 'token-inactive');
        const kept = await house.ports.store.tables.applicationPasswords.find(password.id);
        assert.equal(kept?.state.kind, 'revoked');
      }
      const counted = house.events.at(-1)?.details?.applicationPasswordsEnded;
      assert.ok(counted === 2 || house.events.at(-1)?.kind === 'administrator.recovered');
      done(await house.guard());
      for (const { secret } of made) assert.ok(!(await house.use(secret)).ok);
    });
  }
});

test('without Update Self nobody makes an application password', async () => {
  const house = await aHouse();
  const by = await house.fresh();
  const less = { ...by, actor: { ...by.actor, permissions: everywhere() } };
  const refused = refusalOf(await issueApplicationPassword(house.ports, less, wanted()));
  assert.equal(refused.kind === 'forbidden' && refused.missing[0]?.permission, updateSelfPermission);
});
