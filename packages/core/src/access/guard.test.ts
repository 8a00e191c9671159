import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ann,
  aUserActor,
  everywhere,
  permissionsIn,
  projectA,
  projectB,
  readPages,
  readTickets,
  system,
  writePages,
} from '../../test/builders.ts';
import type { PermissionKey } from '../kernel/id.ts';
import type { UserActor } from './actor.ts';
import { checkDominates, checkHolds, holds } from './guard.ts';
import { join } from './permission-set.ts';

/** Ann, who reads pages everywhere and writes them in one project; and what the guard tells of her. */
function watchedAnn(): { readonly actor: UserActor; readonly told: PermissionKey[] } {
  const told: PermissionKey[] = [];
  const held = join(everywhere(readPages), permissionsIn(projectA, writePages));
  return { actor: { ...aUserActor(ann, held), onExercised: (permission) => told.push(permission) }, told };
}

test('a permission that is asked for and found is told, in a place as everywhere', () => {
  const { actor, told } = watchedAnn();
  assert.ok(checkHolds(actor, 'read', readPages).ok);
  assert.ok(checkHolds(actor, 'write', writePages, projectA).ok);
  assert.ok(holds(actor, readPages, projectB));
  assert.deepEqual(told, [readPages, writePages, readPages]);
});

test('what is not found is not told', () => {
  const { actor, told } = watchedAnn();
  assert.equal(checkHolds(actor, 'write', writePages, projectB).ok, false);
  assert.equal(checkHolds(actor, 'write', writePages).ok, false);
  assert.equal(holds(actor, readTickets), false);
  assert.deepEqual(told, []);
});

test('who must hold all that an act reaches is told to have used all of it, and nothing where a part is missing', () => {
  const { actor, told } = watchedAnn();
  assert.equal(checkDominates(actor, everywhere(readPages, readTickets), 'give this').ok, false);
  assert.deepEqual(told, []);
  const reached = join(permissionsIn(projectB, readPages), permissionsIn(projectA, writePages));
  assert.ok(checkDominates(actor, reached, 'give this').ok);
  assert.deepEqual(told.sort(), [readPages, writePages]);
});

test('nobody need listen', () => {
  for (const actor of [system, aUserActor(ann, everywhere(readPages))]) {
    assert.ok(checkHolds(actor, 'read', readPages).ok);
    assert.ok(checkDominates(actor, everywhere(readPages), 'give this').ok);
  }
});
