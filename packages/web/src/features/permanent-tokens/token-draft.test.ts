import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Permission, Service } from '@countersign/sdk';
import { checkDraft, draftFrom, resolvePermissions, resolveScope } from './token-draft.ts';

const now = Date.UTC(2026, 10, 23, 12);
const wiki = aService({ id: 's-1', key: 'wiki', name: 'Wiki' });
const build = aService({ id: 's-2', key: 'build', name: 'Build server' });

/** Narrowed to nothing. */
const open = { permissions: [], projects: [] };

function aService(change: Partial<Service>): Service {
  return {
    type: 'service',
    id: 's-0',
    key: 'some',
    name: 'Some service',
    description: null,
    homeUrl: null,
    applicationName: null,
    trusted: true,
    viewers: [],
    creationTime: 0,
    aliases: [],
    ...change,
  };
}

test('services are found by id and by key, each once, in the order they were chosen', () => {
  assert.deepEqual(resolveScope(['build', 's-1', 'wiki'], [wiki, build]), {
    chosen: [build, wiki],
    unknown: [],
  });
});

test('what a link asks for and nobody offers is named', () => {
  assert.deepEqual(resolveScope(['wiki', 'payments'], [wiki]), { chosen: [wiki], unknown: ['payments'] });
});

test('an empty form says everything that is missing at once', () => {
  const { name } = draftFrom(undefined);
  assert.deepEqual(Object.keys(checkDraft({ ...open, name, chosen: [], expires: undefined }, now)), [
    'name',
    'scope',
    'expires',
  ]);
});

test('a name of spaces is none', () => {
  assert.deepEqual(Object.keys(checkDraft({ ...open, name: '  ', chosen: [wiki], expires: null }, now)), [
    'name',
  ]);
});

test('an expiry must lie ahead; none at all is allowed', () => {
  const draft = { ...open, name: 'nightly export', chosen: [wiki] };
  assert.deepEqual(checkDraft({ ...draft, expires: now }, now), { expires: 'Choose today or a later day.' });
  assert.deepEqual(checkDraft({ ...draft, expires: now + 1 }, now), {});
  assert.deepEqual(checkDraft({ ...draft, expires: null }, now), {});
});

function aPermission(key: string, global: boolean): Permission {
  return {
    type: 'permission',
    id: key,
    key,
    name: `Name of ${key}`,
    description: null,
    global,
    service: { type: 'service', id: 's-1', key: 'wiki', name: 'Wiki' },
    implied: [],
    entityType: null,
    operation: null,
  };
}

test('permissions of a service that was taken out of the scope go with it', () => {
  const read = aPermission('read', false);
  assert.deepEqual(resolvePermissions({ permissions: ['write', 'read'] }, [read]), [read]);
});

test('what holds everywhere or not at all cannot be narrowed to projects', () => {
  const draft = { name: 'nightly export', chosen: [wiki], expires: null };
  const permissions = [aPermission('read', false), aPermission('administer', true)];
  const projects = [{ id: 'p-1', label: 'Payments' }];
  assert.deepEqual(checkDraft({ ...draft, permissions, projects: [] }, now), {});
  assert.deepEqual(checkDraft({ ...draft, permissions, projects }, now), {
    permissions: 'Name of administer cannot be narrowed to projects. Leave it out, or the projects.',
  });
});
