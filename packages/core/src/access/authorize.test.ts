import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { permissionSets } from '../../test/arbitraries.ts';
import {
  administratorHolds,
  ann,
  anonymous,
  aTokenActor,
  aUserActor,
  bob,
  eve,
  everywhere,
  id,
  observerHolds,
  permissionPairs,
  projectA,
  projectB,
  readPages,
  someService,
  system,
  writePages,
} from '../../test/builders.ts';
import { globalProjectId, type UserId } from '../kernel/id.ts';
import type { Actor } from './actor.ts';
import {
  authorizeChangeUser,
  authorizeCreateUser,
  authorizeIssueCredential,
  authorizeManageServices,
  authorizeReadAudit,
  authorizeReadCredentials,
  authorizeReadUser,
  authorizeReadUsers,
  authorizeRevokeCredential,
  checkDominates,
  isSelf,
  seesAllServices,
  seesUserDetails,
} from './authorize.ts';
import {
  createUserPermission,
  readUserBasicPermission,
  updateSelfPermission,
  updateUserPermission,
  withImplied,
} from './permission.ts';
import { fromPairs, missingFrom, noPermissions, type PermissionSet, pairsOf } from './permission-set.ts';

interface Target {
  readonly name: string;
  readonly id: UserId;
  readonly holds: PermissionSet;
}

const observers: Target = { name: 'an observer', id: bob, holds: observerHolds };
const administrators: Target = { name: 'an administrator', id: ann, holds: administratorHolds };
const newcomers: Target = { name: 'a user without permissions', id: id<UserId>(4), holds: noPermissions };
const targets = [observers, administrators, newcomers];

const personnel = everywhere(...withImplied([updateUserPermission, createUserPermission]));
const clerk = permissionPairs(...pairsOf(personnel).map(([permission]) => [permission, projectA] as const));

const actors: readonly (readonly [string, Actor])[] = [
  ['anonymous', anonymous],
  ['service', someService],
  ['observer', aUserActor(bob, observerHolds)],
  ["observer's token", aTokenActor(bob, observerHolds)],
  ["observer's token narrowed to nothing", aTokenActor(bob, noPermissions)],
  ['personnel officer', aUserActor(eve, personnel)],
  ['personnel officer of one project', aUserActor(eve, clerk)],
  ['administrator', aUserActor(ann, administratorHolds)],
  ["administrator's token", aTokenActor(ann, administratorHolds)],
  ["administrator's token narrowed to nothing", aTokenActor(ann, noPermissions)],
  ['system', system],
];

const actions: readonly (readonly [string, (actor: Actor, target: Target) => boolean])[] = [
  ['list users', (actor) => authorizeReadUsers(actor).ok],
  ['read user', (actor, target) => authorizeReadUser(actor, target.id).ok],
  ['see e-mail address', (actor, target) => seesUserDetails(actor, target.id)],
  ['create user with those permissions', (actor, target) => authorizeCreateUser(actor, target.holds).ok],
  ['change user', (actor, target) => authorizeChangeUser(actor, target.holds).ok],
  ['read tokens', (actor, target) => authorizeReadCredentials(actor, target.id).ok],
  ['issue token', (actor, target) => authorizeIssueCredential(actor, target.id, target.holds).ok],
  ['revoke token', (actor, target) => authorizeRevokeCredential(actor, target.id).ok],
  ['manage services', (actor) => authorizeManageServices(actor).ok],
  ['read the audit log', (actor) => authorizeReadAudit(actor).ok],
  ['see all services', (actor) => seesAllServices(actor)],
];

const golden = new URL('access-matrix.golden.txt', import.meta.url);

const letter = (index: number) => String.fromCharCode('a'.charCodeAt(0) + index);

/** One row for each actor and whom it acts on; a tick where it may. */
function accessMatrix(): string {
  const rows = actors.flatMap(([name, actor]) =>
    targets.map((target) => {
      const whom = isSelf(actor, target.id) ? 'themselves' : target.name;
      return { head: `${name} → ${whom}`, marks: actions.map(([, may]) => (may(actor, target) ? '✓' : '✗')) };
    }),
  );
  const width = Math.max(...rows.map((row) => row.head.length));
  const legend = actions.map(([name], index) => `${letter(index)} ${name}`).join('\n');
  const columns = actions.map((_, index) => letter(index)).join(' ');
  const lines = rows.map((row) => `${row.head.padEnd(width)}  ${row.marks.join(' ')}`);
  return `${legend}\n\n${''.padEnd(width)}  ${columns}\n${lines.join('\n')}\n`;
}

// After a wanted change of policy: UPDATE_GOLDEN=1 node --test packages/core/src/access/authorize.test.ts
test('who may do what to whom is what was agreed on', () => {
  const matrix = accessMatrix();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, matrix);
  assert.equal(matrix, readFileSync(golden, 'utf8'));
});

test('whoever is nobody is told to sign in, and learns nothing of permissions', () => {
  for (const actor of [anonymous, someService])
    for (const refused of [
      authorizeReadUsers(actor),
      authorizeReadUser(actor, bob),
      authorizeCreateUser(actor, noPermissions),
      authorizeChangeUser(actor, noPermissions),
      authorizeReadCredentials(actor, bob),
      authorizeIssueCredential(actor, bob, noPermissions),
      authorizeRevokeCredential(actor, bob),
      authorizeManageServices(actor),
      authorizeReadAudit(actor),
      checkDominates(actor, noPermissions, 'do anything'),
    ])
      assert.deepEqual(refused, { ok: false, refusal: { kind: 'unauthenticated' } });
});

test('a refusal names the act, the permission and the place', () => {
  assert.deepEqual(authorizeIssueCredential(aUserActor(bob, noPermissions), bob, observerHolds), {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'create tokens',
      missing: [{ permission: updateSelfPermission, place: globalProjectId }],
    },
  });
  assert.deepEqual(authorizeReadUser(aUserActor(bob, noPermissions), ann), {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'read this user',
      missing: [{ permission: readUserBasicPermission, place: globalProjectId }],
    },
  });
});

test('a permission in one project opens no door of the authority itself', () => {
  const actor = aUserActor(eve, clerk);
  assert.ok(!authorizeReadUsers(actor).ok);
  assert.ok(!authorizeRevokeCredential(actor, bob).ok);
  assert.ok(!authorizeIssueCredential(actor, bob, noPermissions).ok);
});

test('whoever makes a token for somebody must hold all that they hold, and is told each pair that is missing', () => {
  const target = permissionPairs(
    [readPages, projectA],
    [writePages, projectB],
    [readPages, globalProjectId],
    [updateSelfPermission, globalProjectId],
  );
  const held = fromPairs([...pairsOf(personnel), [readPages, projectA], [writePages, projectA]]);
  assert.deepEqual(authorizeIssueCredential(aUserActor(eve, held), bob, target), {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'create tokens for this user',
      missing: [
        { permission: readPages, place: globalProjectId },
        { permission: writePages, place: projectB },
      ],
    },
  });
  const enough = fromPairs([...pairsOf(held), [readPages, globalProjectId], [writePages, globalProjectId]]);
  assert.ok(authorizeIssueCredential(aUserActor(eve, enough), bob, target).ok);
});

test('ending a token needs no such thing: it cannot raise anybody', () => {
  assert.ok(authorizeRevokeCredential(aUserActor(eve, personnel), ann).ok);
  assert.ok(!authorizeChangeUser(aUserActor(eve, personnel), administratorHolds).ok);
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

test('more permissions never close a door, and a token opens none that its owner could not', () => {
  fc.assert(
    fc.property(
      permissionSets,
      permissionSets,
      fc.constantFrom(...actions),
      fc.constantFrom(...targets),
      (held, more, [name, may], target) => {
        const larger = fromPairs([...pairsOf(held), ...pairsOf(more), ...pairsOf(personnel)]);
        const smaller = fromPairs([...pairsOf(held), ...pairsOf(personnel)]);
        if (may(aUserActor(bob, smaller), target)) assert.ok(may(aUserActor(bob, larger), target), name);
        assert.equal(may(aTokenActor(bob, smaller), target), may(aUserActor(bob, smaller), target), name);
      },
    ),
  );
});

test('only a user is ever themselves: a service or the system with the same id is not', () => {
  assert.ok(isSelf(aUserActor(bob, noPermissions), bob));
  assert.ok(!isSelf(aUserActor(bob, noPermissions), ann));
  for (const actor of [anonymous, system, someService]) assert.ok(!isSelf(actor, bob));
});
