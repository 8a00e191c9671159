import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '@countersign/sdk';
import { checkDraft, draftFrom, resolveScope } from './token-draft.ts';

const now = Date.UTC(2026, 10, 23, 12);
const wiki = aService({ id: 's-1', key: 'wiki', name: 'Wiki' });
const build = aService({ id: 's-2', key: 'build', name: 'Build server' });

function aService(change: Partial<Service>): Service {
  return {
    type: 'service',
    id: 's-0',
    key: 'some',
    name: 'Some service',
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
  assert.deepEqual(Object.keys(checkDraft({ name, chosen: [], expires: undefined }, now)), [
    'name',
    'scope',
    'expires',
  ]);
});

test('a name of spaces is none', () => {
  assert.deepEqual(Object.keys(checkDraft({ name: '  ', chosen: [wiki], expires: null }, now)), ['name']);
});

test('an expiry must lie ahead; none at all is allowed', () => {
  const draft = { name: 'nightly export', chosen: [wiki] };
  assert.deepEqual(checkDraft({ ...draft, expires: now }, now), { expires: 'Choose today or a later day.' });
  assert.deepEqual(checkDraft({ ...draft, expires: now + 1 }, now), {});
  assert.deepEqual(checkDraft({ ...draft, expires: null }, now), {});
});
