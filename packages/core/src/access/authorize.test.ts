import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { permissionSets } from '../../test/arbitraries.ts';
import {
  administratorHolds,
  anAccessTokenActor,
  ann,
  anonymous,
  aTarget,
  aTokenActor,
  aUserActor,
  bob,
  editors,
  eve,
  everywhere,
  id,
  inProject,
  observerHolds,
  permissionPairs,
  permissionsIn,
  projectA,
  projectB,
  readPages,
  someService,
  system,
  tracker,
  wiki,
  writePages,
  writers,
} from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import {
  type ApplicationPasswordId,
  type ConnectionId,
  globalProjectId,
  type PermanentTokenId,
  type PermissionKey,
  type PlaceId,
  type SessionId,
  type UserId,
} from '../kernel/id.ts';
import type { Result } from '../refusal.ts';
import type { Actor, UserActor } from './actor.ts';
import type { TargetUser } from './authorize.ts';
import * as rules from './authorize.ts';
import * as credentialRules from './authorize-credentials.ts';
import { checkDominates, checkHolds, checkInteractive, checkNotProgram, isSelf } from './guard.ts';
import {
  authorityCatalog,
  createUserPermission,
  deleteProjectPermission,
  deleteUserPermission,
  manageRolePermission,
  readServicePermission,
  readUserBasicPermission,
  updateGroupPermission,
  updateProjectPermission,
  updateSelfPermission,
  updateUserPermission,
  withImplied,
} from './permission.ts';
import {
  fromPairs,
  join,
  missingFrom,
  noPermissions,
  type PermissionSet,
  pairsOf,
} from './permission-set.ts';
import { globalPlace, type Place } from './role.ts';

const may = { ...rules, ...credentialRules };

/** The permissions with all they imply, in one place. */
function implied(place: PlaceId, ...keys: readonly PermissionKey[]): PermissionSet {
  return permissionsIn(place, ...withImplied(keys, authorityCatalog));
}

const observers = { name: 'an observer', target: aTarget({ holds: observerHolds }) };
const administrators = {
  name: 'an administrator',
  target: aTarget({ id: ann, login: 'ann', holds: administratorHolds }),
};
const newcomers = {
  name: 'a user without permissions',
  target: aTarget({ id: id<UserId>(4), login: 'nora' }),
};
const targets = [observers, administrators, newcomers];

/** What belonging to the group of wiki editors gives. */
const editorsHold = permissionPairs([readPages, projectA], [readServicePermission, wiki]);

/** All that is declared when the wiki declares Read Pages too. */
const everything = join(administratorHolds, everywhere(readPages));
const personnel = implied(globalProjectId, updateUserPermission, createUserPermission, deleteUserPermission);
const clerk = permissionPairs(...pairsOf(personnel).map(([permission]) => [permission, projectA] as const));
const managesEditors = join(observerHolds, implied(editors, updateGroupPermission));
const administersA = join(
  join(observerHolds, permissionsIn(projectA, readPages)),
  implied(projectA, updateProjectPermission, deleteProjectPermission),
);
const managesRoles = join(everywhere(readPages), implied(globalProjectId, manageRolePermission));

const actors: readonly (readonly [string, Actor])[] = [
  ['anonymous', anonymous],
  ['service', someService],
  ['observer', aUserActor(bob, observerHolds)],
  ["observer's token", aTokenActor(bob, observerHolds)],
  ["observer's token narrowed to nothing", aTokenActor(bob, noPermissions)],
  ['personnel officer', aUserActor(eve, personnel)],
  ['personnel officer of one project', aUserActor(eve, clerk)],
  ['group manager who is in the group', aUserActor(eve, join(managesEditors, editorsHold))],
  ['group manager who lacks what it gives', aUserActor(eve, managesEditors)],
  ['project administrator', aUserActor(eve, administersA)],
  ['role manager', aUserActor(eve, managesRoles)],
  ['administrator', aUserActor(ann, everything)],
  ["administrator's token", aTokenActor(ann, everything)],
  ["administrator's token narrowed to nothing", aTokenActor(ann, noPermissions)],
  ['system', system],
];

type Policy<Given> = readonly [string, (actor: Actor, given: Given) => Result<void> | boolean];

const toUsers: readonly Policy<TargetUser>[] = [
  ['list users', (actor) => may.authorizeReadUsers(actor)],
  ['read user', (actor, { id }) => may.authorizeReadUser(actor, id)],
  ['see e-mail address', (actor, { id }) => may.seesUserDetails(actor, id)],
  ['read what they hold and why', (actor, { id }) => may.authorizeReadAccess(actor, id)],
  ['create user with those permissions', (actor, { holds }) => may.authorizeCreateUser(actor, holds)],
  ['change user', (actor, target) => may.authorizeChangeUser(actor, target)],
  ['change login or e-mail', (actor, target) => may.authorizeChangeIdentity(actor, target, 'A login')],
  ['delete user', (actor, target) => may.authorizeDeleteUser(actor, target)],
  ['turn off two-factor authentication', (actor, target) => may.authorizeTurnOffTwoFactor(actor, target)],
  ['read tokens', (actor, { id }) => may.authorizeReadCredentials(actor, id)],
  ['issue token', (actor, target) => may.authorizeIssueCredential(actor, target)],
  ['revoke token', (actor, { id }) => may.authorizeRevokeCredential(actor, id)],
  ['read sessions', (actor, { id }) => may.authorizeReadSessions(actor, id)],
  ['end sessions', (actor, { id }) => may.authorizeEndSessions(actor, id)],
];

const inGroup: Place = { kind: 'group', id: editors };
const pagesIn = (place: PlaceId) => permissionsIn(place, readPages);
const moved = (gained: PermissionSet, lost: PermissionSet) => ({ gained, lost });

const toPlaces: readonly Policy<undefined>[] = [
  ['change own name', (actor) => may.authorizeChangeSelf(actor)],
  ['see all groups', (actor) => may.seesAllGroups(actor)],
  ['read the group of editors', (actor) => may.authorizeReadGroup(actor, editors)],
  ['create a group at the top', (actor) => may.authorizeCreateGroup(actor, noPermissions)],
  ['create a group among the editors', (actor) => may.authorizeCreateGroup(actor, editorsHold)],
  ['rename a group', (actor) => may.authorizeUpdateGroup(actor)],
  [
    'move a group to the editors',
    (actor) => may.authorizeMoveGroup(actor, moved(editorsHold, noPermissions)),
  ],
  [
    'move a group away from them',
    (actor) => may.authorizeMoveGroup(actor, moved(noPermissions, editorsHold)),
  ],
  ['let newcomers join the editors', (actor) => may.authorizeOpenToNewcomers(actor, editorsHold)],
  ['change who is an editor', (actor) => may.authorizeChangeMembership(actor, editors, editorsHold)],
  ['change who is in another group', (actor) => may.authorizeChangeMembership(actor, writers, noPermissions)],
  ['delete the group of editors', (actor) => may.authorizeDeleteGroup(actor, editorsHold)],
  ['read roles', (actor) => may.authorizeReadRoles(actor)],
  ['make a role of Read Pages', (actor) => may.authorizeChangeRole(actor, [readPages])],
  ['make a role of Update User', (actor) => may.authorizeChangeRole(actor, [updateUserPermission])],
  [
    'give Read Pages in Global',
    (actor) => may.authorizeAssignRole(actor, globalPlace, pagesIn(globalProjectId)),
  ],
  [
    'give Read Pages in project A',
    (actor) => may.authorizeAssignRole(actor, inProject(projectA), pagesIn(projectA)),
  ],
  [
    'give Read Pages in project B',
    (actor) => may.authorizeAssignRole(actor, inProject(projectB), pagesIn(projectB)),
  ],
  [
    'make somebody manager of the editors',
    (actor) => may.authorizeAssignRole(actor, inGroup, implied(editors, updateGroupPermission)),
  ],
  ['see project A', (actor) => may.mayReadProject(actor, projectA)],
  ['see project B', (actor) => may.mayReadProject(actor, projectB)],
  ['create a project', (actor) => may.authorizeCreateProject(actor)],
  ['change project A', (actor) => may.authorizeUpdateProject(actor, projectA)],
  ['delete project A', (actor) => may.authorizeDeleteProject(actor, projectA)],
  ['manage services', (actor) => may.authorizeManageServices(actor)],
  ['read how a service is used', (actor) => may.authorizeReadServiceUse(actor)],
  ['read the audit log', (actor) => may.authorizeReadAudit(actor)],
  ['use the wiki', (actor) => may.mayReadService(actor, wiki)],
  ['open or shut the wiki', (actor) => may.authorizeChangeViewers(actor, wiki)],
  ['let a permission imply Read Pages', (actor) => may.authorizeImply(actor, [readPages])],
];

const seesServices: Policy<undefined> = [
  'see all services and their secrets',
  (actor) => may.seesAllServices(actor),
];

const golden = new URL('access-matrix.golden.txt', import.meta.url);

const letter = (index: number) => String.fromCharCode('a'.charCodeAt(0) + index);

function allows(answer: Result<void> | boolean): boolean {
  return typeof answer === 'boolean' ? answer : answer.ok;
}

interface Row {
  readonly head: string;
  readonly answers: readonly (Result<void> | boolean)[];
}

/** One row for each actor, and whom it acts on; a tick where it may. */
function matrixOf(policies: readonly Policy<never>[], rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.head.length));
  const legend = policies.map(([name], index) => `${letter(index)} ${name}`).join('\n');
  const columns = policies.map((_, index) => letter(index)).join(' ');
  const lines = rows.map(
    ({ head, answers }) =>
      `${head.padEnd(width)}  ${answers.map((answer) => (allows(answer) ? '✓' : '✗')).join(' ')}`,
  );
  return `${legend}\n\n${''.padEnd(width)}  ${columns}\n${lines.join('\n')}\n`;
}

function accessMatrix(): string {
  const users = actors.flatMap(([name, actor]) =>
    targets.map(({ name: whom, target }) => ({
      head: `${name} → ${isSelf(actor, target.id) ? 'themselves' : whom}`,
      answers: toUsers.map(([, ask]) => ask(actor, target)),
    })),
  );
  const halves = [toPlaces.slice(0, 15), [...toPlaces.slice(15), seesServices]];
  const places = halves.map((policies) =>
    matrixOf(
      policies,
      actors.map(([head, actor]) => ({ head, answers: policies.map(([, ask]) => ask(actor, undefined)) })),
    ),
  );
  return [matrixOf(toUsers, users), ...places].join('\n');
}

// After a wanted change of policy: UPDATE_GOLDEN=1 node --test packages/core/src/access/authorize.test.ts
test('who may do what to whom is what was agreed on', () => {
  const matrix = accessMatrix();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, matrix);
  assert.equal(matrix, readFileSync(golden, 'utf8'));
});

test('whoever is nobody is told to sign in, and learns nothing of permissions', () => {
  for (const actor of [anonymous, someService]) {
    const answers = [
      ...toUsers.map(([name, ask]) => [name, ask(actor, aTarget())] as const),
      ...toPlaces.map(([name, ask]) => [name, ask(actor, undefined)] as const),
      ['do anything', checkDominates(actor, noPermissions, 'do anything')] as const,
    ];
    for (const [name, answer] of answers) {
      if (typeof answer === 'boolean') assert.ok(!answer, name);
      else assert.deepEqual(answer, { ok: false, refusal: { kind: 'unauthenticated' } }, name);
    }
    assert.ok(!may.seesAllServices(actor));
  }
});

test('a refusal names the act, the permission and the place', () => {
  const nobody = aUserActor(bob, noPermissions);
  const refusals: readonly (readonly [Result<void>, object])[] = [
    [
      may.authorizeIssueCredential(nobody, aTarget({ holds: observerHolds })),
      { act: 'create tokens', missing: [{ permission: updateSelfPermission, place: globalProjectId }] },
    ],
    [
      may.authorizeReadUser(nobody, ann),
      { act: 'read this user', missing: [{ permission: readUserBasicPermission, place: globalProjectId }] },
    ],
    [
      may.authorizeChangeMembership(nobody, editors, noPermissions),
      {
        act: 'change the members of this group',
        missing: [{ permission: updateGroupPermission, place: editors, placeName: 'this group' }],
      },
    ],
    [
      may.authorizeUpdateProject(nobody, projectA),
      { act: 'change this project', missing: [{ permission: updateProjectPermission, place: projectA }] },
    ],
  ];
  for (const [answer, told] of refusals)
    assert.deepEqual(answer, { ok: false, refusal: { kind: 'forbidden', ...told } });
});

test('a permission in one project opens no door of the authority itself', () => {
  const actor = aUserActor(eve, clerk);
  assert.ok(!may.authorizeReadUsers(actor).ok);
  assert.ok(!may.authorizeRevokeCredential(actor, bob).ok);
  assert.ok(!may.authorizeIssueCredential(actor, aTarget()).ok);
});

test('whoever makes a token for somebody must hold all that they hold, and is told each pair that is missing', () => {
  const holds = permissionPairs(
    [readPages, projectA],
    [writePages, projectB],
    [readPages, globalProjectId],
    [updateSelfPermission, globalProjectId],
  );
  const held = fromPairs([...pairsOf(personnel), [readPages, projectA], [writePages, projectA]]);
  assert.deepEqual(may.authorizeIssueCredential(aUserActor(eve, held), aTarget({ holds })), {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'create tokens for bob',
      missing: [
        { permission: readPages, place: globalProjectId },
        { permission: writePages, place: projectB },
      ],
    },
  });
  const enough = fromPairs([...pairsOf(held), [readPages, globalProjectId], [writePages, globalProjectId]]);
  assert.ok(may.authorizeIssueCredential(aUserActor(eve, enough), aTarget({ holds })).ok);
});

test('a refusal tells no login to who could not do such a thing to anybody', () => {
  const acts = [may.authorizeChangeUser, may.authorizeDeleteUser, may.authorizeIssueCredential];
  const told = (held: PermissionSet) =>
    acts.map((ask) => {
      const answer = ask(aUserActor(eve, held), administrators.target);
      return !answer.ok && answer.refusal.kind === 'forbidden' ? answer.refusal.act : 'allowed';
    });
  assert.deepEqual(told(observerHolds), [
    'change this user',
    'delete this user',
    'create tokens for this user',
  ]);
  assert.deepEqual(told(personnel), ['change ann', 'delete ann', 'create tokens for ann']);
});

test('ending a token needs no such thing: it cannot raise anybody', () => {
  assert.ok(may.authorizeRevokeCredential(aUserActor(eve, personnel), ann).ok);
  assert.ok(!may.authorizeChangeUser(aUserActor(eve, personnel), administrators.target).ok);
});

test('whoever moves a group must hold what its members gain and what they lose', () => {
  const organizer = implied(globalProjectId, updateGroupPermission);
  const [gained, lost] = [permissionsIn(projectA, readPages), permissionsIn(projectB, writePages)];
  const missingOf = (held: PermissionSet) => {
    const answer = may.authorizeMoveGroup(aUserActor(eve, held), { gained, lost });
    return answer.ok || answer.refusal.kind !== 'forbidden' ? [] : answer.refusal.missing;
  };
  assert.deepEqual(missingOf(organizer), [{ permission: readPages, place: projectA }]);
  assert.deepEqual(missingOf(join(organizer, gained)), [{ permission: writePages, place: projectB }]);
  assert.deepEqual(missingOf(join(organizer, lost)), [{ permission: readPages, place: projectA }]);
  assert.deepEqual(missingOf(join(organizer, join(gained, lost))), []);
});

test('managing one group is no right in another, nor to the shape of the tree', () => {
  const manager = aUserActor(eve, join(managesEditors, editorsHold));
  assert.ok(may.authorizeChangeMembership(manager, editors, editorsHold).ok);
  assert.ok(!may.authorizeChangeMembership(manager, writers, noPermissions).ok);
  assert.ok(!may.authorizeUpdateGroup(manager).ok);
  assert.ok(!may.authorizeMoveGroup(manager, { gained: noPermissions, lost: noPermissions }).ok);
});

test('a role may be given anywhere, so changing one needs its permissions in Global', () => {
  const inA = join(everywhere(manageRolePermission), permissionsIn(projectA, readPages));
  assert.deepEqual(may.authorizeChangeRole(aUserActor(eve, inA), [readPages]), {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'give or take these permissions by a role',
      missing: [{ permission: readPages, place: globalProjectId }],
    },
  });
});

test('a service that nobody may view is seen by administrators and the system alone', () => {
  assert.ok(may.mayReadService(aUserActor(ann, administratorHolds), tracker));
  assert.ok(may.mayReadService(system, tracker));
  assert.ok(!may.mayReadService(aTokenActor(ann, noPermissions), tracker));
  for (const actor of [aUserActor(bob, join(observerHolds, editorsHold)), someService, anonymous])
    assert.ok(!may.mayReadService(actor, tracker));
});

test('a login and an e-mail address are changed in a session alone, whatever a token carries', () => {
  for (const target of [administrators.target, observers.target]) {
    assert.ok(may.authorizeChangeIdentity(aUserActor(ann, administratorHolds), target, 'A login').ok);
    assert.deepEqual(may.authorizeChangeIdentity(aTokenActor(ann, administratorHolds), target, 'A login'), {
      ok: false,
      refusal: {
        kind: 'credential-unfit',
        rule: 'A login cannot be changed with a token; sign in to do it',
      },
    });
  }
  assert.ok(checkInteractive(system, 'A password').ok);
});

test('the guard refuses exactly the pairs that are missing, for any two sets', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, (held, wanted) => {
      const missing = missingFrom(held, wanted);
      assert.deepEqual(
        checkDominates(aUserActor(eve, held), wanted, 'take this'),
        missing.length === 0
          ? { ok: true, value: undefined }
          : { ok: false, refusal: { kind: 'forbidden', act: 'take this', missing } },
      );
    }),
  );
});

/** What no token does, whatever it carries. */
const byHandAlone = ['change login or e-mail', 'turn off two-factor authentication'];

test('more permissions never close a door, and a token opens none that its owner could not', () => {
  const base = join(personnel, implied(globalProjectId, updateGroupPermission, manageRolePermission));
  const policies: readonly Policy<TargetUser>[] = [
    ...toUsers,
    ...toPlaces.map(([name, ask]): Policy<TargetUser> => [name, (actor) => ask(actor, undefined)]),
  ];
  fc.assert(
    fc.property(
      permissionSets,
      permissionSets,
      fc.constantFrom(...policies),
      fc.constantFrom(...targets),
      (held, more, [name, ask], { target }) => {
        const smaller = join(held, base);
        const byHand = allows(ask(aUserActor(bob, smaller), target));
        if (byHand) assert.ok(allows(ask(aUserActor(bob, join(smaller, more)), target)), name);
        const byToken = allows(ask(aTokenActor(bob, smaller), target));
        assert.equal(byToken, byHandAlone.includes(name) ? false : byHand, name);
      },
    ),
    { numRuns: 1_000 },
  );
});

/** What an application password never does, beside what no token does: all that makes, shows or ends what authenticates. */
const notByProgram = [
  ...byHandAlone,
  'create user with those permissions',
  'read tokens',
  'issue token',
  'revoke token',
  'read sessions',
  'end sessions',
  'make the secret of a service',
];

for (const kind of ['application-password', 'access-token'] as const) {
  test(`an ${kind.replace('-', ' ')} opens what its owner holds, and nothing that authenticates`, () => {
    const policies: readonly Policy<TargetUser>[] = [
      ...toUsers,
      ...toPlaces.map(([name, ask]): Policy<TargetUser> => [name, (actor) => ask(actor, undefined)]),
      ['make the secret of a service', (actor) => may.authorizeMakeServiceSecret(actor)],
    ];
    const via = { kind, id: id<never>(71) } as const;
    for (const { target } of targets)
      for (const [name, ask] of policies) {
        const byHand = aUserActor(ann, everything);
        const byProgram = allows(ask({ ...byHand, via }, target));
        assert.equal(byProgram, notByProgram.includes(name) ? false : allows(ask(byHand, target)), name);
      }
  });
}

test('a refusal calls an access token by its name', () => {
  const actor = anAccessTokenActor(bob, noPermissions);
  const texts = [
    checkNotProgram(actor, 'end sessions'),
    checkInteractive(actor, 'A password'),
    checkHolds(actor, 'read users', readUserBasicPermission),
  ].map((answer) => {
    assert.ok(!answer.ok);
    const { refusal } = answer;
    return refusal.kind === 'forbidden'
      ? refusal.lackedBy
      : refusal.kind === 'credential-unfit' && refusal.rule;
  });
  assert.deepEqual(texts, [
    'An access token cannot end sessions; sign in to do it',
    'A password cannot be changed with an access token; sign in to do it',
    'this access token',
  ]);
});

test('an application password is made by hand, for oneself, in a full session', () => {
  const ask = (via: UserActor['via'], owner = bob, held = observerHolds) => {
    const answer = may.authorizeIssueApplicationPassword({ ...aUserActor(bob, held), via }, owner);
    return answer.ok ? 'allowed' : answer.refusal.kind;
  };
  const session = { kind: 'session', id: id<SessionId>(41), authenticatedAt: noon } as const;
  assert.equal(ask(session), 'allowed');
  assert.equal(ask(session, ann), 'credential-unfit');
  assert.equal(ask(session, bob, noPermissions), 'forbidden');
  assert.equal(ask({ ...session, isReduced: true }), 'second-factor-required');
  assert.equal(ask({ kind: 'permanent-token', id: id<PermanentTokenId>(31) }), 'credential-unfit');
  assert.equal(ask({ kind: 'application-password', id: id<ApplicationPasswordId>(71) }), 'credential-unfit');
  assert.equal(ask({ kind: 'access-token', id: id<ConnectionId>(81) }), 'credential-unfit');
});

test('only a user is ever themselves: a service or the system with the same id is not', () => {
  assert.ok(isSelf(aUserActor(bob, noPermissions), bob));
  assert.ok(!isSelf(aUserActor(bob, noPermissions), ann));
  for (const actor of [anonymous, system, someService]) assert.ok(!isSelf(actor, bob));
});
