import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogs, permissionKeys, permissionSets, places, serviceIds } from '../../test/arbitraries.ts';
import {
  anAccessToken,
  ann,
  aPermission,
  aSubject,
  aToken,
  aUser,
  bob,
  editors,
  everywhere,
  permissionPairs,
  permissionsIn,
  projectA,
  projectB,
  readPages,
  readTickets,
  tracker,
  wiki,
  writePages,
} from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { catalogOf, readServicePermission } from '../access/permission.ts';
import {
  covers,
  fromPairs,
  intersect,
  join,
  keep,
  missingFrom,
  noPermissions,
  type PermissionSet,
  pairsOf,
} from '../access/permission-set.ts';
import type { AccessToken } from '../credentials/access-token.ts';
import type { CredentialState, PermanentToken } from '../credentials/permanent-token.ts';
import type { UserState } from '../identity/user.ts';
import { authorityServiceId, globalProjectId } from '../kernel/id.ts';
import { type Instant, instantMax, later } from '../kernel/instant.ts';
import { type DecisionFacts, decide, type Subject } from './decide.ts';
import type { Verdict } from './verdict.ts';

type TokenFacts = DecisionFacts<PermanentToken>;

const pages = aPermission(readPages);
const catalog = catalogOf([pages, aPermission(writePages), aPermission(readTickets, { serviceId: tracker })]);

/** What lets Bob use both services. */
const open = everywhere(readServicePermission);

/** Bob, who may use both services and holds this on top. */
function bobWith(permissions: PermissionSet, given: Partial<Subject> = {}): Subject {
  return aSubject({ permissions: join(open, permissions), ...given });
}

/** Bob's token for the wiki, presented to the wiki: all is well. */
function someFacts(given: Partial<TokenFacts> = {}): TokenFacts {
  return {
    credential: aToken({ expiresAt: later(noon, 1) }),
    subject: bobWith(everywhere(readPages, readTickets)),
    catalog,
    service: wiki,
    now: noon,
    ...given,
  };
}

function withState(state: UserState): TokenFacts {
  return someFacts({ subject: bobWith(everywhere(readPages), { user: aUser({ state }) }) });
}

function withToken(given: Partial<PermanentToken>): TokenFacts {
  return someFacts({ credential: aToken(given) });
}

/** What a verdict allows; an inactive one allows nothing. */
function rightsOf(verdict: Verdict): PermissionSet {
  return verdict.active ? verdict.permissions : noPermissions;
}

function assertWithin(part: PermissionSet, whole: PermissionSet): void {
  assert.deepEqual(missingFrom(whole, part), []);
}

test('a good token of a good user at a door in its audience is active, with its facts', () => {
  const groups = [{ id: editors, name: 'Wiki Editors' }];
  const facts = someFacts({ subject: bobWith(everywhere(readPages, readTickets), { groups }) });
  assert.deepEqual(decide(facts), {
    active: true,
    credential: facts.credential,
    subject: facts.subject?.user,
    groups,
    permissions: everywhere(readPages),
  });
});

const revoked: CredentialState = { kind: 'revoked', at: noon, by: bob };
const broken: Readonly<Record<string, readonly [TokenFacts, string]>> = {
  'a token nobody knows': [someFacts({ credential: undefined }), 'unknown'],
  'a revoked token': [withToken({ state: revoked }), 'revoked'],
  'a paused token': [withToken({ state: { kind: 'paused' } }), 'paused'],
  'a token at its expiry': [withToken({ expiresAt: noon }), 'expired'],
  'a token long after its expiry': [someFacts({ now: instantMax }), 'expired'],
  'a token whose subject is gone': [someFacts({ subject: undefined }), 'subject-unknown'],
  "a token with somebody else's facts": [
    someFacts({ subject: bobWith(everywhere(readPages), { user: aUser({ id: ann }) }) }),
    'subject-unknown',
  ],
  'a token of a banned user': [withState({ kind: 'banned', reason: undefined }), 'subject-banned'],
  'a token of a deleted user': [withState({ kind: 'deleted' }), 'subject-deleted'],
  'a token of a bot that nobody active answers for': [
    someFacts({
      subject: bobWith(everywhere(readPages), { user: aUser({ kind: 'bot' }), answeredFor: false }),
    }),
    'subject-suspended',
  ],
  'a token at a door outside its audience': [someFacts({ service: tracker }), 'wrong-audience'],
  'a token without an audience': [withToken({ audience: [] }), 'wrong-audience'],
  'a token at a door that is shut to its subject': [
    someFacts({ subject: aSubject({ permissions: everywhere(readPages) }) }),
    'service-shut',
  ],
  'a token of somebody to whom only another door is open': [
    someFacts({ subject: aSubject({ permissions: permissionsIn(tracker, readServicePermission) }) }),
    'service-shut',
  ],
};

for (const [name, [facts, reason]] of Object.entries(broken)) {
  test(`${name} is inactive, for exactly that reason`, () => {
    assert.deepEqual(decide(facts), { active: false, reason });
  });
}

const narrowed: Readonly<Record<string, TokenFacts>> = {
  'the subject no longer holds it': someFacts({ subject: bobWith(noPermissions) }),
  'it belongs to a service outside the audience': someFacts({
    catalog: catalogOf([{ ...pages, serviceId: tracker }]),
  }),
  'no service declares it': someFacts({ catalog: catalogOf([]) }),
  'nothing is known to be declared': someFacts({ catalog: new Map() }),
  "the token's grant leaves it out": withToken({ grant: everywhere(writePages) }),
  "the token's grant is empty": withToken({ grant: noPermissions }),
  "the token's ceiling leaves it out": withToken({ ceiling: everywhere(writePages) }),
  "the token's ceiling is empty": withToken({ ceiling: noPermissions }),
};

for (const [name, facts] of Object.entries(narrowed)) {
  test(`a permission is not the token's when ${name}`, () => {
    const verdict = decide(facts);
    assert.ok(verdict.active);
    assert.deepEqual(pairsOf(verdict.permissions), []);
  });
}

test('what ended the credential is told before what ended its subject, and both before the audience', () => {
  const state: UserState = { kind: 'banned', reason: 'left' };
  const banned = aSubject({ user: aUser({ state }), answeredFor: false, permissions: noPermissions });
  const everything = someFacts({ subject: banned, service: tracker });
  const reasonOf = (given: Partial<PermanentToken>) => decide({ ...everything, credential: aToken(given) });
  assert.deepEqual(reasonOf({ state: revoked, expiresAt: noon }), { active: false, reason: 'revoked' });
  assert.deepEqual(reasonOf({ expiresAt: noon }), { active: false, reason: 'expired' });
  assert.deepEqual(reasonOf({}), { active: false, reason: 'subject-banned' });
});

test('a door outside the audience is told before that it is shut, and the first is of the token alone', () => {
  const shutOut = someFacts({ subject: aSubject({ permissions: noPermissions }) });
  assert.deepEqual(decide({ ...shutOut, service: tracker }), { active: false, reason: 'wrong-audience' });
  assert.deepEqual(decide(shutOut), { active: false, reason: 'service-shut' });
});

test('everybody with an account may knock at the authority itself, and nobody holds anything by that', () => {
  const credential = aToken({ audience: [authorityServiceId] });
  const nobody = aSubject({ permissions: noPermissions });
  const verdict = decide(someFacts({ credential, subject: nobody, service: authorityServiceId }));
  assert.ok(verdict.active);
  assert.deepEqual(pairsOf(verdict.permissions), []);
});

test('the right to use a service is shown to nobody but the authority', () => {
  const verdict = decide(someFacts({ credential: aToken({ audience: [wiki, tracker] }) }));
  assert.ok(verdict.active);
  assert.ok(!covers(verdict.permissions, readServicePermission, wiki));
  const atHome = decide(
    someFacts({ credential: aToken({ audience: [authorityServiceId] }), service: authorityServiceId }),
  );
  assert.ok(atHome.active);
  assert.deepEqual(atHome.permissions, open);
});

test('a permission holds in the narrowest place that all sides agree on', () => {
  const verdict = decide(
    someFacts({
      credential: aToken({
        grant: permissionPairs([readPages, projectA], [readPages, projectB]),
        ceiling: permissionPairs([readPages, projectB], [writePages, globalProjectId]),
      }),
      subject: bobWith(everywhere(readPages, writePages)),
    }),
  );
  assert.deepEqual(rightsOf(verdict), permissionsIn(projectB, readPages));
});

test('a token made on behalf of somebody stays below its ceiling, however much they are promoted later', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, permissionSets, (ceiling, before, promotion) => {
      const promoted = fromPairs([...pairsOf(before), ...pairsOf(promotion)]);
      const subject = bobWith(promoted);
      const verdict = decide(
        someFacts({ credential: aToken({ ceiling, audience: [wiki, tracker] }), subject }),
      );
      assertWithin(rightsOf(verdict), ceiling);
    }),
  );
});

/** Bob's wiki with an access token at the tracker: all is well. */
function byConnection(given: Partial<AccessToken> = {}): DecisionFacts<AccessToken> {
  return {
    credential: anAccessToken({ expiresAt: later(noon, 1), ...given }),
    subject: bobWith(everywhere(readPages, readTickets)),
    catalog,
    service: tracker,
    now: noon,
  };
}

test('an access token is decided as every credential is, and asks for no second factor', () => {
  const facts = byConnection();
  const verdict = decide(facts);
  assert.ok(verdict.active);
  assert.deepEqual(verdict.credential, facts.credential);
  assert.deepEqual(verdict.permissions, everywhere(readTickets));
});

const endsOfAccess: Readonly<Record<string, readonly [DecisionFacts<AccessToken>, string]>> = {
  'that nobody knows': [{ ...byConnection(), credential: undefined }, 'unknown'],
  'that was revoked': [byConnection({ state: revoked }), 'revoked'],
  'at its expiry': [byConnection({ expiresAt: noon }), 'expired'],
  'at the door of the client, which is not in the audience': [
    { ...byConnection(), service: wiki },
    'wrong-audience',
  ],
  'without an audience': [byConnection({ audience: [] }), 'wrong-audience'],
  'at the authority, which is not in the audience': [
    { ...byConnection(), service: authorityServiceId },
    'wrong-audience',
  ],
  'at a door that is shut to its subject': [
    { ...byConnection(), subject: aSubject({ permissions: everywhere(readTickets) }) },
    'service-shut',
  ],
  'of a banned user': [
    {
      ...byConnection(),
      subject: bobWith(noPermissions, { user: aUser({ state: { kind: 'banned', reason: undefined } }) }),
    },
    'subject-banned',
  ],
  'of a deleted user': [
    { ...byConnection(), subject: bobWith(noPermissions, { user: aUser({ state: { kind: 'deleted' } }) }) },
    'subject-deleted',
  ],
};

for (const [name, [facts, reason]] of Object.entries(endsOfAccess)) {
  test(`an access token ${name} is inactive, for exactly that reason`, () => {
    assert.deepEqual(decide(facts), { active: false, reason });
  });
}

test('an access token that is bound to a key is good with that key alone, and a service that asks is told of it', () => {
  const bound = { credential: anAccessToken({ keyThumbprint: 'of a key' }) };
  const reasonWith = (given: Partial<DecisionFacts<AccessToken>>) => {
    const verdict = decide({ ...byConnection(), ...given });
    return verdict.active ? 'active' : verdict.reason;
  };
  const proved = (keyThumbprint: string) => ({ possession: { kind: 'proved', keyThumbprint } }) as const;
  assert.equal(reasonWith(bound), 'key-not-shown');
  assert.equal(reasonWith({ ...bound, possession: undefined }), 'key-not-shown');
  assert.equal(reasonWith({ ...bound, possession: { kind: 'none' } }), 'key-not-shown');
  assert.equal(reasonWith({ ...bound, possession: {} as never }), 'key-not-shown');
  assert.equal(reasonWith({ ...bound, ...proved('of another key') }), 'wrong-key');
  assert.equal(reasonWith({ ...bound, ...proved('of a key') }), 'active');
  assert.equal(reasonWith({ ...bound, possession: { kind: 'left-to-service' } }), 'active');
  const past = { credential: anAccessToken({ keyThumbprint: 'of a key', expiresAt: noon }) };
  assert.equal(reasonWith({ ...past, ...proved('of a key') }), 'expired');
  assert.equal(reasonWith(proved('of a key')), 'wrong-key');
});

test('no other credential is good with a proof of a key: it is bound to none', () => {
  const possession = { kind: 'proved', keyThumbprint: 'of a key' } as const;
  const verdict = decide(someFacts({ possession }));
  assert.equal(!verdict.active && verdict.reason, 'wrong-key');
});

test('an access token carries nothing that was declared after the user agreed', () => {
  const facts = byConnection({ declared: everywhere(writePages), audience: [wiki, tracker] });
  const verdict = decide(facts);
  assert.ok(verdict.active);
  assert.deepEqual(pairsOf(verdict.permissions), []);
});

test('an access token may do what its user may, its audience declares and declared when they agreed', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, catalogs, (held, declared, known) => {
      const facts = byConnection({ declared, audience: [wiki, tracker] });
      const verdict = decide({ ...facts, catalog: known, subject: bobWith(held) });
      assert.ok(verdict.active);
      assertWithin(verdict.permissions, declared);
      assertWithin(verdict.permissions, join(open, held));
      for (const [key] of pairsOf(verdict.permissions))
        assert.ok([wiki, tracker].some((service) => service === known.get(key)?.serviceId));
    }),
  );
});

const optionalSets = fc.option(permissionSets, { nil: undefined });
const tokens: fc.Arbitrary<PermanentToken> = fc
  .record({
    audience: fc.uniqueArray(serviceIds),
    grant: optionalSets,
    ceiling: optionalSets,
    state: fc.constantFrom<CredentialState>(
      { kind: 'active' },
      { kind: 'active' },
      { kind: 'paused' },
      revoked,
    ),
    expiresAt: fc.constantFrom(undefined, later(noon, -1), noon, later(noon, 1)),
  })
  .map(aToken);
const states: fc.Arbitrary<UserState> = fc.constantFrom<UserState>(
  { kind: 'active' },
  { kind: 'active' },
  { kind: 'active' },
  { kind: 'banned', reason: undefined },
  { kind: 'deleted' },
);
const doors = fc.constantFrom(open, open, permissionsIn(wiki, readServicePermission), noPermissions);
const subjects: fc.Arbitrary<Subject> = fc
  .record({
    state: states,
    permissions: permissionSets,
    doors,
    answeredFor: fc.constantFrom(true, true, true, false),
  })
  .map(({ state, permissions, doors: opened, answeredFor }) =>
    aSubject({ user: aUser({ state }), permissions: join(opened, permissions), answeredFor }),
  );
const anyFacts: fc.Arbitrary<TokenFacts> = fc.record(
  {
    credential: fc.option(tokens, { nil: undefined, freq: 20 }),
    subject: fc.option(subjects, { nil: undefined, freq: 20 }),
    catalog: catalogs,
    service: serviceIds,
    now: fc.constantFrom(later(noon, -1), noon, later(noon, 1)),
  },
  { noNullPrototype: true },
);

test('a token may do exactly what all four sets allow, in every place', () => {
  fc.assert(
    fc.property(anyFacts, permissionKeys, places, (facts, permission, place) => {
      const { credential: token, subject } = facts;
      const verdict = decide(facts);
      if (!verdict.active || token === undefined || subject === undefined) return;
      const holds = (set: PermissionSet | undefined) =>
        set === undefined || missingFrom(set, permissionsIn(place, permission)).length === 0;
      const declarer = facts.catalog.get(permission)?.serviceId;
      const offered = declarer !== undefined && token.audience.includes(declarer);
      assert.equal(
        holds(verdict.permissions),
        holds(subject.permissions) && offered && holds(token.grant) && holds(token.ceiling),
      );
    }),
    { numRuns: 3_000 },
  );
});

type Restriction = (facts: TokenFacts, by: PermissionSet) => TokenFacts;

function restrictToken(facts: TokenFacts, restrict: (token: PermanentToken) => Partial<PermanentToken>) {
  return { ...facts, credential: facts.credential && { ...facts.credential, ...restrict(facts.credential) } };
}

function restrictSubject(facts: TokenFacts, restrict: (subject: Subject) => Partial<Subject>) {
  return { ...facts, subject: facts.subject && { ...facts.subject, ...restrict(facts.subject) } };
}

const restrictions: Readonly<Record<string, Restriction>> = {
  'a narrower grant': (facts, by) =>
    restrictToken(facts, ({ grant }) => ({ grant: grant === undefined ? by : intersect(grant, by) })),
  'a lower ceiling': (facts, by) =>
    restrictToken(facts, ({ ceiling }) => ({ ceiling: ceiling === undefined ? by : intersect(ceiling, by) })),
  'a smaller audience': (facts) => restrictToken(facts, ({ audience }) => ({ audience: audience.slice(1) })),
  'an earlier expiry': (facts) => restrictToken(facts, () => ({ expiresAt: facts.now })),
  'a pause': (facts) =>
    restrictToken(facts, ({ state }) => ({ state: state.kind === 'active' ? { kind: 'paused' } : state })),
  'a revocation': (facts) => restrictToken(facts, () => ({ state: revoked })),
  'a demotion': (facts, by) =>
    restrictSubject(facts, ({ permissions }) => ({ permissions: intersect(permissions, join(open, by)) })),
  'a door shut': (facts) =>
    restrictSubject(facts, ({ permissions }) => ({
      permissions: keep(permissions, (key) => key !== readServicePermission),
    })),
  'a ban': (facts) =>
    restrictSubject(facts, () => ({ user: aUser({ state: { kind: 'banned', reason: 'left' } }) })),
  'a bot left alone': (facts) => restrictSubject(facts, () => ({ answeredFor: false })),
  'a declaration withdrawn': (facts) => ({ ...facts, catalog: new Map([...facts.catalog].slice(1)) }),
  'a fact that got lost': (facts) => ({ ...facts, subject: undefined }),
  'time passing': (facts) => ({ ...facts, now: later(facts.now, 2) }),
};

for (const [name, restrict] of Object.entries(restrictions)) {
  test(`${name} never adds a right and never revives a token`, () => {
    fc.assert(
      fc.property(anyFacts, permissionSets, (facts, by) => {
        const [before, after] = [decide(facts), decide(restrict(facts, by))];
        assert.ok(before.active || !after.active);
        assertWithin(rightsOf(after), rightsOf(before));
      }),
      { numRuns: 300 },
    );
  });
}

test('the same facts give the same verdict, and a decision changes none of them', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const copy = structuredClone(facts);
      assert.deepEqual(decide(facts), decide(copy));
      assert.deepEqual(facts, copy);
    }),
  );
});

// What the types rule out a broken row may still bring: it must deny, not fall through.
test('a state that nobody has heard of denies, of the token and of its subject', () => {
  const unheardOf = { kind: 'suspended' } as unknown;
  assert.equal(decide(withToken({ state: unheardOf as CredentialState })).active, false);
  assert.equal(decide(withState(unheardOf as UserState)).active, false);
});

test('a clock that gives no time lets no token through that has an expiry', () => {
  for (const now of [Number.NaN, undefined])
    assert.equal(decide(someFacts({ now: now as Instant })).active, false);
});
