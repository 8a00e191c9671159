import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf } from './redirect-host.ts';

test('an address is judged by the host that browsers make of it', () => {
  for (const [uri, host] of [
    ['https://wiki.example.com/callback?next=https://other.example', 'https://wiki.example.com'],
    ['https://WIKI.example.com:8443/', 'https://wiki.example.com:8443'],
    ['https://wiki.example.com@evil.example/', 'https://evil.example'],
    ['https:evil.example/https://wiki.example.com', 'https://evil.example'],
    ['https://wikі.example.com/', 'https://xn--wik-lhd.example.com'],
    ['https://xn--wik-lhd.example.com/', 'https://xn--wik-lhd.example.com'],
    ['http://localhost:4180/callback', 'http://localhost:4180'],
    ['com.example.app:/callback', 'com.example.app:'],
    ['no address', 'no address'],
  ] as const)
    assert.equal(hostOf(uri), host);
});
