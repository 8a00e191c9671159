import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceNetwork } from './source-network.ts';

test('an IPv4 address is its own network', () => {
  assert.equal(sourceNetwork('192.0.2.7'), '192.0.2.7');
});

test('all addresses of one IPv6 /64 are one source, however they are written', () => {
  const network = '2001:db8:1:2::/64';
  for (const address of ['2001:db8:1:2::1', '2001:DB8:1:2:ffff::', '2001:0db8:0001:0002:a:b:c:d']) {
    assert.equal(sourceNetwork(address), network);
  }
  assert.notEqual(sourceNetwork('2001:db8:1:3::1'), network);
  assert.equal(sourceNetwork('::1'), '0:0:0:0::/64');
});

test('a missing address is a source of its own', () => {
  assert.equal(sourceNetwork(undefined), 'unknown');
});
