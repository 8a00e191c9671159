import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relyingPartyOf } from './relying-party.ts';

test('passkeys belong to the host of the public address, whatever its port', () => {
  assert.deepEqual(relyingPartyOf({ origin: 'https://id.example.test:8443' }), {
    id: 'id.example.test',
    origin: 'https://id.example.test:8443',
  });
});

test('where the public address is a bare IP address there are none', () => {
  for (const origin of ['http://127.0.0.1:4700', 'http://[::1]:4700', 'https://192.0.2.7'])
    assert.equal(relyingPartyOf({ origin }), undefined);
});
