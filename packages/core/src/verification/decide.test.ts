import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { declarations, permissionKeys, permissionSets, places, serviceIds } from '../../test/arbitraries.ts';
import {
  ann,
  aToken,
  aUser,
  bob,
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
import {
  fromPairs,
  intersect,
  missingFrom,
  noPermissions,
  type PermissionSet,
  pairsOf,
} from '../access/permission-set.ts';
import type { CredentialState, PermanentToken } from '../credentials/permanent-token.ts';
import type { UserState } from '../identity/user.ts';
import { globalProjectId, type PermissionKey, type ServiceId } from '../kernel/id.ts';
import { type Instant, instantMax, later } from '../kernel/instant.ts';
import { type DecisionFacts, decide } from './decide.ts';
import type { Verdict } from './verdict.ts';

const declaredBy: ReadonlyMap<PermissionKey, ServiceId> = new Map([
  [readPages, wiki],
  [writePages, wiki],
  [readTickets, tracker],
]);

/** Bob's token for the wiki, presented to the wiki: all is well. */
function someFacts(given: Partial<DecisionFacts> = {}): DecisionFacts {
  return {
    token: aToken({ expiresAt: later(noon, 1) }),
    subject: { user: aUser(), permissions: everywhere(readPages, readTickets) },
    declaredBy,
    service: wiki,
    now: noon,
    ...given,
  };
}

function withState(state: UserState): DecisionFacts {
  return someFacts({ subject: { user: aUser({ state }), permissions: everywhere(readPages) } });
}

function withToken(given: Partial<PermanentToken>): DecisionFacts {
  return someFacts({ token: aToken(given) });
}

/** What a verdict allows; an inactive one allows nothing. */
function rightsOf(verdict: Verdict): PermissionSet {
  return verdict.active ? verdict.permissions : noPermissions;
}

function assertWithin(part: PermissionSet, whole: PermissionSet): void {
  assert.deepEqual(missingFrom(whole, part), []);
}

test('a good token of a good user at a door in its audience is active, with its facts', () => {
  const facts = someFacts();
  assert.deepEqual(decide(facts), {
    active: true,
    token: facts.token,
    subject: facts.subject?.user,
    permissions: everywhere(readPages),
  });
});

const revoked: CredentialState = { kind: 'revoked', at: noon, by: bob };
const broken: Readonly<Record<string, readonly [DecisionFacts, string]>> = {
  'a token nobody knows': [someFacts({ token: undefined }), 'unknown'],
  'a revoked token': [withToken({ state: revoked }), 'revoked'],
  'a paused token': [withToken({ state: { kind: 'paused' } }), 'paused'],
  'a token at its expiry': [withToken({ expiresAt: noon }), 'expired'],
  'a token long after its expiry': [someFacts({ now: instantMax }), 'expired'],
  'a token whose subject is gone': [someFacts({ subject: undefined }), 'subject-unknown'],
  "a token with somebody else's facts": [
    someFacts({ subject: { user: aUser({ id: ann }), permissions: everywhere(readPages) } }),
    'subject-unknown',
  ],
  'a token of a banned user': [withState({ kind: 'banned', reason: undefined }), 'subject-banned'],
  'a token of a deleted user': [withState({ kind: 'deleted' }), 'subject-deleted'],
  'a token at a door outside its audience': [someFacts({ service: tracker }), 'wrong-audience'],
  'a token without an audience': [withToken({ audience: [] }), 'wrong-audience'],
};

for (const [name, [facts, reason]] of Object.entries(broken)) {
  test(`${name} is inactive, for exactly that reason`, () => {
    assert.deepEqual(decide(facts), { active: false, reason });
  });
}

const narrowed: Readonly<Record<string, DecisionFacts>> = {
  'the subject no longer holds it': someFacts({ subject: { user: aUser(), permissions: noPermissions } }),
  'it belongs to a service outside the audience': someFacts({ declaredBy: new Map([[readPages, tracker]]) }),
  'no service declares it': someFacts({ declaredBy: new Map() }),
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
  const banned = { user: aUser({ state: { kind: 'banned', reason: 'left' } }), permissions: noPermissions };
  const everything = someFacts({ subject: banned, service: tracker });
  const reasonOf = (given: Partial<PermanentToken>) => decide({ ...everything, token: aToken(given) });
  assert.deepEqual(reasonOf({ state: revoked, expiresAt: noon }), { active: false, reason: 'revoked' });
  assert.deepEqual(reasonOf({ expiresAt: noon }), { active: false, reason: 'expired' });
  assert.deepEqual(reasonOf({}), { active: false, reason: 'subject-banned' });
});

test('a permission holds in the narrowest place that all sides agree on', () => {
  const verdict = decide(
    someFacts({
      token: aToken({
        grant: permissionPairs([readPages, projectA], [readPages, projectB]),
        ceiling: permissionPairs([readPages, projectB], [writePages, globalProjectId]),
      }),
      subject: { user: aUser(), permissions: everywhere(readPages, writePages) },
    }),
  );
  assert.deepEqual(rightsOf(verdict), permissionsIn(projectB, readPages));
});

test('a token made on behalf of somebody stays below its ceiling, however much they are promoted later', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, permissionSets, (ceiling, before, promotion) => {
      const promoted = fromPairs([...pairsOf(before), ...pairsOf(promotion)]);
      const subject = { user: aUser(), permissions: promoted };
      const verdict = decide(someFacts({ token: aToken({ ceiling, audience: [wiki, tracker] }), subject }));
      assertWithin(rightsOf(verdict), ceiling);
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
const subjects = fc
  .record({ state: states, permissions: permissionSets })
  .map(({ state, permissions }) => ({ user: aUser({ state }), permissions }));
const anyFacts: fc.Arbitrary<DecisionFacts> = fc.record(
  {
    token: fc.option(tokens, { nil: undefined, freq: 20 }),
    subject: fc.option(subjects, { nil: undefined, freq: 20 }),
    declaredBy: declarations,
    service: serviceIds,
    now: fc.constantFrom(later(noon, -1), noon, later(noon, 1)),
  },
  { noNullPrototype: true },
);

test('a token may do exactly what all four sets allow, in every place', () => {
  fc.assert(
    fc.property(anyFacts, permissionKeys, places, (facts, permission, place) => {
      const { token, subject } = facts;
      const verdict = decide(facts);
      if (!verdict.active || token === undefined || subject === undefined) return;
      const holds = (set: PermissionSet | undefined) =>
        set === undefined || missingFrom(set, permissionsIn(place, permission)).length === 0;
      const declarer = facts.declaredBy.get(permission);
      const offered = declarer !== undefined && token.audience.includes(declarer);
      assert.equal(
        holds(verdict.permissions),
        holds(subject.permissions) && offered && holds(token.grant) && holds(token.ceiling),
      );
    }),
    { numRuns: 3_000 },
  );
});

type Restriction = (facts: DecisionFacts, by: PermissionSet) => DecisionFacts;

function restrictToken(facts: DecisionFacts, restrict: (token: PermanentToken) => Partial<PermanentToken>) {
  return { ...facts, token: facts.token && { ...facts.token, ...restrict(facts.token) } };
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
  'a demotion': (facts, by) => ({
    ...facts,
    subject: facts.subject && { ...facts.subject, permissions: intersect(facts.subject.permissions, by) },
  }),
  'a ban': (facts) => ({
    ...facts,
    subject: facts.subject && {
      ...facts.subject,
      user: aUser({ state: { kind: 'banned', reason: 'left' } }),
    },
  }),
  'a declaration withdrawn': (facts) => ({ ...facts, declaredBy: new Map([...facts.declaredBy].slice(1)) }),
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
