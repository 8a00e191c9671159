import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldFetch, holdWrites } from './held-writes.ts';

test('while it is asked who is signed in, reading goes on and nothing is changed', async (t) => {
  const sent: string[] = [];
  t.mock.method(globalThis, 'fetch', async (url: string) => {
    sent.push(url);
    return new Response();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  holdWrites(promise);
  const write = heldFetch('/write', { method: 'POST' });
  await heldFetch('/read', { method: 'GET' });
  assert.deepEqual(sent, ['/read']);
  resolve();
  await write;
  assert.deepEqual(sent, ['/read', '/write']);
});

test('a question that stays without an answer of the server lets writes ask for themselves', async (t) => {
  t.mock.method(globalThis, 'fetch', async () => new Response());
  holdWrites(Promise.reject(new Error('no network')));
  assert.equal((await heldFetch('/write', { method: 'DELETE' })).status, 200);
});
