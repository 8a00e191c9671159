import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';

const all: readonly Endpoint[] = endpoints;

test('every endpoint has its own id, and its own method and path', () => {
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.equal(new Set(all.map(({ method, path }) => `${method} ${path}`)).size, all.length);
});

test('an endpoint that needs a credential can refuse it, and one with parameters can call them malformed', () => {
  for (const { id, authentication, statuses, query, body, form, path, isOAuth } of all) {
    assert.ok(statuses.includes(isOAuth ? 201 : 200), id);
    assert.equal(statuses.includes(401), authentication !== 'none', id);
    if (query || body || form) assert.ok(statuses.includes(400), id);
    // An application password is made for oneself: of nobody else is told whether they are there.
    if (path.includes('{') && id !== 'applicationPasswords.create') assert.ok(statuses.includes(404), id);
    if (body || form) assert.ok(statuses.includes(413) && statuses.includes(415), id);
  }
});

test('reading never mutates, and whatever mutates is not open to everybody', () => {
  for (const { id, method, mutates, authentication } of all) {
    if (method === 'GET') assert.equal(mutates, false, id);
    if (mutates) assert.ok(['user', 'bearer'].includes(authentication), id);
  }
});

test('paths have no trailing slash and only plain parameters', () => {
  for (const { path } of all)
    assert.match(
      path,
      /^(\/([a-z0-9-]+|applicationPasswords|queryAssist|ownUsers|passwordReset|revokeEverything|twoFactorAuthentication|openapi\.json|\{[a-zA-Z]+\}))+$/,
    );
});
