import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnsafeHome } from './home-url.ts';

test('plain http to another machine is warned of', () => {
  assert.equal(isUnsafeHome('http://wiki.example.com'), true);
  assert.equal(isUnsafeHome('http://10.0.0.7:8080/'), true);
  assert.equal(isUnsafeHome('http://localhost.example.com'), true);
});

test('https, and whatever stays on this machine, is not', () => {
  for (const url of [
    'https://wiki.example.com',
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://[::1]:3000',
  ]) {
    assert.equal(isUnsafeHome(url), false, url);
  }
});

test('what is no address yet is not judged', () => {
  assert.equal(isUnsafeHome('wiki.exam'), false);
  assert.equal(isUnsafeHome(''), false);
});
