import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import {
  aConnection,
  aGroup,
  anAccessToken,
  anApprovedScope,
  anArtefact,
  ann,
  aPermission,
  aRole,
  aService,
  aUser,
  bob,
  editors,
  eve,
  everywhere,
  id,
  readPages,
  readTickets,
  tracker,
  wiki,
} from '../../test/builders.ts';
import { attemptsInMemory } from '../../test/factor-ports.ts';
import { digest, noon, seededRandom } from '../../test/platform.ts';
import type { Caller, UserActor } from '../access/actor.ts';
import { observer } from '../access/role.ts';
import { toldOf } from '../audit/notice.ts';
import { deleteUser } from '../identity/delete-user.ts';
import { updateUser } from '../identity/update-user.ts';
import {
  type ApplicationPasswordId,
  type ApprovedScopeId,
  type ConnectionId,
  type PermissionKey,
  registeredUsersGroupId,
  type ServiceId,
} from '../kernel/id.ts';
import { later } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import { type PasswordHash, Secret, type SecretHash } from '../kernel/secret.ts';
import { newTokenText } from '../kernel/token-text.ts';
import { deleteService } from '../services/delete-service.ts';
import { defaultClient } from '../services/oauth-client.ts';
import { changePassword } from '../sessions/change-password.ts';
import { checkToken } from '../verification/check-token.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { approveScope } from './approve-scope.ts';
import { endApprovedScope } from './end-approved-scope.ts';
import { endConnection, endConnectionOf } from './end-connection.ts';
import { issuePermanentToken } from './issue-permanent-token.ts';
import { type IssueTokens, issueTokens } from './issue-tokens.ts';
import { revokeApplicationPassword } from './revoke-application-password.ts';

const secret = newTokenText('accessToken', seededRandom('an access token'));
const hash = digest.secret(secret);
const connection = aConnection();
const token = anAccessToken({ hash });
const refresh = anArtefact({ model: 'RefreshToken', connectionId: connection.id });
const closed = id<ServiceId>(13);

/** An authority in which the wiki may act for Bob at the tracker, which everybody may use. */
async function aHouse({ requires = false } = {}) {
  const house = await anAuthority();
  const { ports } = house;
  const viewers = [registeredUsersGroupId];
  await house.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve' })],
    groups: [aGroup({ requiresTwoFactor: requires })],
    members: [[editors, eve]],
    services: [
      aService({ viewers, client: defaultClient }),
      aService({ id: tracker, key: 'tracker', name: 'Tracker', viewers }),
      aService({ id: closed, key: 'closed', name: 'Closed' }),
    ],
    permissions: [aPermission(readTickets, { serviceId: tracker }), aPermission(readPages)],
    roles: [aRole({ permissions: [readTickets] })],
    given: [
      [aRole(), bob],
      [observer, eve],
    ],
  });
  await write(ports.store, async (tables) => {
    await tables.connections.insert(connection);
    await tables.accessTokens.insert(token);
    await tables.artefacts.put(refresh);
    await tables.approvedScopes.put(anApprovedScope());
  });
  const facts = new FreshFacts(ports.store.facts);
  const check = async (at = tracker) =>
    checkToken({ ...ports, facts: await facts.prove() }, secret.reveal(), at);
  return { ...house, check };
}

type House = Awaited<ReturnType<typeof aHouse>>;

/** Rows of a test are no acts of the authority. */
async function write(
  store: House['ports']['store'],
  work: (tables: House['ports']['store']['tables']) => Promise<void>,
): Promise<void> {
  const event = { kind: 'authority.founded', at: noon, target: { kind: 'authority' } } as const;
  const caller = { actor: { kind: 'system' }, origin: { requestId: 'a test' } } as const;
  await store.change(async (tables) => {
    await work(tables);
    return ok({ value: undefined, events: [{ ...event, caller }], touched: [] });
  });
}

const byWiki: Caller = {
  actor: { kind: 'service', serviceId: wiki },
  origin: { requestId: 'at the token endpoint' },
};

describe('a connection', () => {
  const enders: Readonly<Record<string, (house: House) => Promise<Caller>>> = {
    'its user': ({ signIn }) => signIn(bob),
    'an administrator': ({ asAnn }) => asAnn(),
    'a permanent token of its user': ({ byToken }) => byToken(bob),
  };
  for (const [who, callerOf] of Object.entries(enders)) {
    test(`is ended by ${who} with all its tokens, at the next check, and is gone`, async () => {
      const house = await aHouse();
      const { ports, check, events } = house;
      assert.equal((await check()).active, true);
      const caller = await callerOf(house);
      done(await endConnection(ports, caller, bob, connection.id));
      assert.deepEqual(await check(), { active: false, reason: 'revoked' });
      const { connections, artefacts } = ports.store.tables;
      assert.equal((await connections.find(connection.id))?.state.kind, 'revoked');
      assert.equal(await artefacts.find(refresh.model, refresh.hash), undefined);
      const { kind, subject, target } = events.at(-1) ?? {};
      assert.deepEqual(
        { kind, subject, target },
        {
          kind: 'connection.ended',
          subject: bob,
          target: { kind: 'connection', id: connection.id, name: 'Wiki' },
        },
      );
      const again = await endConnection(ports, caller, bob, connection.id);
      assert.deepEqual(refusalOf(again), { kind: 'not-found', what: 'connection' });
    });
  }

  test('is ended by nobody else, and is not there under another user', async () => {
    const { ports, signIn, asAnn, check } = await aHouse();
    const byEve = await endConnection(ports, await signIn(eve), bob, connection.id);
    assert.equal(refusalOf(byEve).kind, 'forbidden');
    for (const [caller, owner] of [
      [await signIn(eve), eve],
      [await asAnn(), eve],
    ] as const)
      assert.equal(refusalOf(await endConnection(ports, caller, owner, connection.id)).kind, 'not-found');
    assert.equal((await check()).active, true);
  });

  test('ends when a token of it comes back, and its user is told; when its service gives it up, they are not', async () => {
    for (const why of ['reuse', 'client'] as const) {
      const { ports, check, events } = await aHouse();
      done(await endConnectionOf(ports, byWiki, connection.id, why));
      assert.deepEqual(await check(), { active: false, reason: 'revoked' });
      const event = events.at(-1);
      assert.ok(event);
      assert.deepEqual([event.kind, event.details], ['connection.ended', { why }]);
      assert.equal(toldOf(event), why === 'reuse' ? bob : undefined);
      const again = await endConnectionOf(ports, byWiki, connection.id, why);
      assert.equal(refusalOf(again).kind, 'not-found');
    }
  });
});

describe('an access token', () => {
  const actor = async ({ holdsOf }: House): Promise<Caller<UserActor>> => ({
    actor: {
      kind: 'user',
      userId: bob,
      login: 'bob',
      via: { kind: 'access-token', id: connection.id },
      permissions: await holdsOf(bob),
    },
    origin: { requestId: 'by an application' },
  });

  test('neither makes nor ends a credential, nor approves anything', async () => {
    const house = await aHouse();
    const { ports } = house;
    const by = await actor(house);
    const attempts = [
      await issuePermanentToken(ports, by, {
        ownerId: bob,
        name: 'mine',
        audience: ['wiki'],
        description: undefined,
        narrowing: undefined,
        expiresAt: undefined,
      }),
      await endConnection(ports, by, bob, connection.id),
      await endApprovedScope(ports, by, bob, anApprovedScope().id),
      await approveScope(ports, by, { client: wiki, audience: [], openIdScope: [] }),
      await revokeApplicationPassword(ports, by, bob, id<ApplicationPasswordId>(71)),
    ];
    assert.deepEqual(
      attempts.map((attempt) => refusalOf(attempt).kind),
      attempts.map(() => 'credential-unfit'),
    );
  });

  const ends: Readonly<Record<string, (house: House) => Promise<unknown>>> = {
    'its connection was ended': async ({ ports, asAnn }) =>
      endConnection(ports, await asAnn(), bob, connection.id),
    'its connection came to its end': ({ ports }) =>
      write(ports.store, ({ connections }) => connections.update({ ...connection, expiresAt: noon })),
  };
  for (const [name, end] of Object.entries(ends)) {
    test(`is no longer believed inside a change when ${name} a moment before`, async () => {
      const house = await aHouse();
      const by = await actor(house);
      done(await updateUser(house.ports, by, bob, { name: 'Robert' }));
      await end(house);
      const late = await updateUser(house.ports, by, bob, { name: 'Rob' });
      assert.equal(refusalOf(late).kind, 'token-inactive');
    });
  }
});

describe('a consent', () => {
  const wanted = { client: wiki, audience: [tracker], openIdScope: ['openid', 'email'] };

  test('is to what the audience declares at that moment, and takes the place of an earlier one', async () => {
    const { ports, signIn, events, add } = await aHouse();
    const first = done(await approveScope(ports, await signIn(eve), wanted));
    assert.deepEqual(first, {
      id: first.id,
      userId: eve,
      clientId: wiki,
      audience: [tracker],
      openIdScope: ['openid', 'email'],
      declared: everywhere(readTickets),
      grantedAt: noon,
    });
    const { kind, subject, target, details } = events.at(-1) ?? {};
    assert.deepEqual(
      { kind, subject, target, details },
      {
        kind: 'approved-scope.granted',
        subject: eve,
        target: { kind: 'approved-scope', id: first.id, name: 'Wiki' },
        details: { audience: [tracker], openIdScope: ['openid', 'email'] },
      },
    );
    const late = 'tracker.ticket-delete' as PermissionKey;
    await add({ permissions: [aPermission(late, { serviceId: tracker })] });
    const known = await ports.store.tables.approvedScopes.findOf(eve, wiki);
    assert.deepEqual(known?.declared, everywhere(readTickets));
    const second = done(await approveScope(ports, await signIn(eve), wanted));
    assert.equal(second.id, first.id);
    assert.deepEqual(second.declared, everywhere(readTickets, late));
  });

  test('is given in a session that is not cut down, and by nothing else', async () => {
    const { ports, signIn, byToken } = await aHouse({ requires: true });
    const reduced = refusalOf(await approveScope(ports, await signIn(eve), wanted));
    assert.deepEqual(reduced, { kind: 'second-factor-required', act: 'approve an application' });
    const byProgram = refusalOf(await approveScope(ports, await byToken(bob), wanted));
    assert.equal(byProgram.kind, 'credential-unfit');
    assert.equal(refusalOf(await approveScope(ports, byWiki, wanted)).kind, 'unauthenticated');
    assert.equal(await ports.store.tables.approvedScopes.findOf(eve, wiki), undefined);
  });

  test('is to services alone that the user may use, the one that acts included', async () => {
    const { ports, signIn } = await aHouse();
    for (const [field, but] of [
      ['client_id', { client: closed }],
      ['client_id', { client: id<ServiceId>(98) }],
      ['scope.1', { audience: [tracker, closed] }],
    ] as const) {
      const refused = refusalOf(await approveScope(ports, await signIn(bob), { ...wanted, ...but }));
      assert.ok(refused.kind === 'malformed');
      assert.deepEqual(refused.fields, [{ field, rule: 'names no service that you may use' }]);
    }
  });

  test('is taken back by its user or an administrator, and whatever the service does for them ends with it', async () => {
    for (const who of ['user', 'administrator']) {
      const house = await aHouse();
      const { ports, check, events } = house;
      const other = aConnection({ id: id<ConnectionId>(91), clientId: tracker });
      const foreign = aConnection({ id: id<ConnectionId>(92), userId: eve });
      await write(ports.store, async ({ connections }) => {
        for (const one of [other, foreign]) await connections.insert(one);
      });
      const caller = await (who === 'user' ? house.signIn(bob) : house.asAnn());
      const { id: scope } = anApprovedScope();
      assert.equal(
        refusalOf(await endApprovedScope(ports, await house.signIn(eve), eve, scope)).kind,
        'not-found',
      );
      done(await endApprovedScope(ports, caller, bob, scope));
      assert.deepEqual(await check(), { active: false, reason: 'revoked' });
      const { connections, approvedScopes } = ports.store.tables;
      assert.equal(await approvedScopes.find(scope), undefined);
      for (const kept of [other, foreign])
        assert.equal((await connections.find(kept.id))?.state.kind, 'active');
      const { kind, details } = events.at(-1) ?? {};
      assert.deepEqual({ kind, details }, { kind: 'approved-scope.ended', details: { connectionsEnded: 1 } });
      assert.equal(refusalOf(await endApprovedScope(ports, caller, bob, scope)).kind, 'not-found');
    }
  });
});

describe('tokens are issued', () => {
  const code = anArtefact({ hash: 'a code' as SecretHash });
  const fresh = aConnection({ id: id<ConnectionId>(85) });
  const next = anArtefact({ model: 'RefreshToken', hash: 'the next' as SecretHash });
  const wanted = (but: Partial<IssueTokens> = {}): IssueTokens => ({
    connection: fresh,
    spends: code,
    accessToken: {
      hash: 'an access token' as SecretHash,
      audience: [tracker],
      openIdScope: ['openid'],
      keyThumbprint: undefined,
      expiresAt: later(noon, 60_000),
    },
    artefacts: [{ ...next, connectionId: (but.connection ?? fresh).id }],
    ...but,
  });
  const withCode = async () => {
    const house = await aHouse();
    await write(house.ports.store, async ({ artefacts }) => void (await artefacts.put(code)));
    return house;
  };

  test('for a code, which makes the connection', async () => {
    const { ports, events } = await withCode();
    const issued = done(await issueTokens(ports, byWiki, wanted()));
    const { tables } = ports.store;
    assert.equal(issued.kind, 'made');
    assert.deepEqual(await tables.connections.find(fresh.id), fresh);
    const stored = await tables.accessTokens.findByHash('an access token' as SecretHash);
    assert.deepEqual(issued.accessToken, stored);
    assert.deepEqual(
      stored,
      anAccessToken({
        id: stored?.id as never,
        hash: 'an access token' as SecretHash,
        connectionId: fresh.id,
        expiresAt: later(noon, 60_000),
      }),
    );
    assert.equal((await tables.artefacts.find(code.model, code.hash))?.consumedAt, noon);
    assert.ok(await tables.artefacts.find(next.model, next.hash));
    const { kind, subject, target } = events.at(-1) ?? {};
    assert.deepEqual(
      { kind, subject, target },
      {
        kind: 'connection.made',
        subject: bob,
        target: { kind: 'connection', id: fresh.id, name: 'Wiki' },
      },
    );
  });

  test('for a refresh token, which renews the connection and leaves it as it is', async () => {
    const { ports, events } = await aHouse();
    const wider = { ...connection, expiresAt: later(connection.expiresAt, 1), audience: [tracker, wiki] };
    const issued = done(await issueTokens(ports, byWiki, wanted({ connection: wider, spends: refresh })));
    assert.equal(issued.kind, 'renewed');
    assert.deepEqual(await ports.store.tables.connections.find(connection.id), connection);
    assert.equal(events.at(-1)?.kind, 'connection.renewed');
  });

  test('no wider than the connection, and for no longer', async () => {
    const { ports } = await withCode();
    const { accessToken } = done(
      await issueTokens(
        ports,
        byWiki,
        wanted({
          accessToken: {
            hash: 'wide' as SecretHash,
            audience: [wiki, tracker],
            openIdScope: ['openid', 'email'],
            keyThumbprint: undefined,
            expiresAt: later(fresh.expiresAt, 1),
          },
        }),
      ),
    );
    assert.deepEqual(accessToken?.audience, [tracker]);
    assert.deepEqual(accessToken?.openIdScope, ['openid']);
    assert.deepEqual(accessToken?.declared, fresh.declared);
    assert.equal(accessToken?.expiresAt, fresh.expiresAt);
  });

  test('once: who comes second with the same code is refused, but for who asks for the same tokens', async () => {
    const { ports, events } = await withCode();
    const first = done(await issueTokens(ports, byWiki, wanted()));
    const before = events.length;
    const again = done(await issueTokens(ports, byWiki, wanted()));
    assert.deepEqual(again, { kind: 'repeated', accessToken: first.accessToken });
    const others: readonly Partial<IssueTokens>[] = [
      { accessToken: { ...first.accessToken, hash: 'another' as SecretHash } as never },
      { accessToken: { ...first.accessToken, keyThumbprint: 'of another key' } as never },
      { accessToken: undefined },
      { connection: aConnection({ id: id<ConnectionId>(86) }) },
      {
        spends: { model: 'AuthorizationCode', hash: 'nobody gave this' as SecretHash },
        accessToken: undefined,
      },
    ];
    for (const but of others) {
      const second = await issueTokens(ports, byWiki, wanted(but));
      assert.equal(refusalOf(second).kind, 'grant-spent');
    }
    done(await endConnectionOf(ports, byWiki, fresh.id, 'client'));
    assert.equal(refusalOf(await issueTokens(ports, byWiki, wanted())).kind, 'grant-spent');
    assert.equal(events.length, before + 1);
  });

  const ends: Readonly<Record<string, (house: House) => Promise<unknown>>> = {
    'the connection has ended': ({ ports }) =>
      write(ports.store, async ({ connections }) => {
        await connections.insert({ ...fresh, state: { kind: 'revoked', at: noon, by: ann } });
      }),
    'the connection is past its end': ({ ports }) =>
      write(ports.store, ({ connections }) => connections.insert({ ...fresh, expiresAt: noon })),
    'the user is banned': ({ ports }) =>
      write(ports.store, ({ users }) =>
        users.update(aUser({ state: { kind: 'banned', reason: undefined } })),
      ),
    'the client is gone': ({ ports }) => write(ports.store, ({ services }) => services.delete(wiki)),
    'the user took their consent back': ({ ports }) =>
      write(ports.store, async ({ approvedScopes }) => {
        await approvedScopes.deleteOf({ user: bob });
      }),
  };
  for (const [name, end] of Object.entries(ends)) {
    test(`to nobody when ${name}, and nothing is spent by that`, async () => {
      const house = await withCode();
      await end(house);
      const refused = refusalOf(await issueTokens(house.ports, byWiki, wanted()));
      assert.equal(refused.kind, 'grant-spent');
      const { tables } = house.ports.store;
      assert.deepEqual(await tables.artefacts.find(code.model, code.hash), code);
      assert.equal(await tables.accessTokens.findByHash('an access token' as SecretHash), undefined);
      assert.equal(await tables.artefacts.find(next.model, next.hash), undefined);
    });
  }

  test('without a consent to a client for which the administrators have agreed for everybody', async () => {
    const { ports } = await withCode();
    await write(ports.store, async ({ approvedScopes, services }) => {
      await approvedScopes.deleteOf({ user: bob });
      await services.update(aService({ client: { ...defaultClient, needsConsent: false } }));
    });
    assert.equal(done(await issueTokens(ports, byWiki, wanted())).kind, 'made');
  });
});

describe('all that services do for a user ends', () => {
  const everywhereElse = aConnection({ id: id<ConnectionId>(91), clientId: tracker });
  const ofEve = aConnection({ id: id<ConnectionId>(92), userId: eve });
  const eveAgreed = anApprovedScope({ id: id<ApprovedScopeId>(93), userId: eve });
  const withMore = async () => {
    const house = await aHouse();
    await write(house.ports.store, async ({ connections, approvedScopes }) => {
      for (const one of [everywhereElse, ofEve]) await connections.insert(one);
      await approvedScopes.put(eveAgreed);
    });
    const stands = async (connection: ConnectionId) =>
      (await house.ports.store.tables.connections.find(connection))?.state.kind === 'active';
    const left = async () => ({
      here: await stands(connection.id),
      elsewhere: await stands(everywhereElse.id),
      ofEve: await stands(ofEve.id),
      bobAgrees: (await house.ports.store.tables.approvedScopes.find(anApprovedScope().id)) !== undefined,
      eveAgrees: (await house.ports.store.tables.approvedScopes.find(eveAgreed.id)) !== undefined,
    });
    return { ...house, left };
  };

  test('with the account, and the consents with it', async () => {
    const { ports, asAnn, check, left, events } = await withMore();
    assert.equal((await check()).active, true);
    done(await deleteUser(ports, await asAnn(), { userId: bob, successor: undefined }));
    assert.deepEqual(await check(), { active: false, reason: 'revoked' });
    assert.deepEqual(await left(), {
      here: false,
      elsewhere: false,
      ofEve: true,
      bobAgrees: false,
      eveAgrees: true,
    });
    const { connectionsEnded, consentsEnded } = events.at(-1)?.details ?? {};
    assert.deepEqual({ connectionsEnded, consentsEnded }, { connectionsEnded: 2, consentsEnded: 1 });
  });

  test('of everybody with the service that acts, and the consents to it with it', async () => {
    const { ports, asAnn, check, left, events } = await withMore();
    assert.equal((await check()).active, true);
    done(await deleteService(ports, await asAnn(), wiki));
    assert.deepEqual(await check(), { active: false, reason: 'revoked' });
    assert.deepEqual(await left(), {
      here: false,
      elsewhere: true,
      ofEve: false,
      bobAgrees: false,
      eveAgrees: false,
    });
    const { connectionsEnded, consentsEnded } = events.at(-1)?.details ?? {};
    assert.deepEqual({ connectionsEnded, consentsEnded }, { connectionsEnded: 2, consentsEnded: 2 });
  });

  for (const wish of [true, false]) {
    test(`with a new password ${wish ? 'where its owner wishes it' : 'only where its owner wishes it'}, and consents stay`, async () => {
      const { ports, signIn, check, left, events } = await withMore();
      assert.equal((await check()).active, true);
      const password = 'a boat tied to the alder';
      await write(ports.store, ({ users }) =>
        users.update(aUser({ passwordHash: `hash of ${password}` as PasswordHash })),
      );
      const change = {
        userId: bob,
        oldPassword: new Secret(password),
        newPassword: new Secret('a kettle under the pear tree'),
        endsApplicationPasswords: wish,
      };
      const attempts = attemptsInMemory();
      const withAttempts = { ...ports, store: { ...ports.store, attempts } };
      done(await changePassword(withAttempts, await signIn(bob), change));
      assert.equal((await check()).active, !wish);
      assert.deepEqual(await left(), {
        here: !wish,
        elsewhere: !wish,
        ofEve: true,
        bobAgrees: true,
        eveAgrees: true,
      });
      assert.equal(events.at(-1)?.details?.connectionsEnded, wish ? 2 : 0);
    });
  }
});
