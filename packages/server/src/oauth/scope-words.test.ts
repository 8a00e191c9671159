import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineScope, readScope } from './scope-words.ts';

test('a scope is taken apart at its spaces, and services are decoded once more', () => {
  assert.deepEqual(readScope('openid 0-0-0-0-0 YouTrack%20Konnector  openid'), {
    openId: ['openid'],
    services: [
      { name: '0-0-0-0-0', asked: '0-0-0-0-0' },
      { name: 'YouTrack Konnector', asked: 'YouTrack%20Konnector' },
    ],
  });
});

test('an item that cannot be decoded stands for itself', () => {
  assert.deepEqual(readScope('100%').services, [{ name: '100%', asked: '100%' }]);
});

test('the engine is told of services by one word, and of OpenID Connect as it was asked', () => {
  assert.equal(engineScope({ openId: ['openid', 'email'], services: [] }), 'openid email');
  const services = [{ id: '0-0-0-0-0' as never, asked: 'Hub' }];
  assert.equal(engineScope({ openId: [], services }), 'services');
});
