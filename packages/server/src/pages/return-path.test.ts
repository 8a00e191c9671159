import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { returnPathOf } from './return-path.ts';

const root = { origin: 'https://id.example.com', basePath: '' };
const below = { origin: 'https://id.example.com', basePath: '/hub' };

test('a path of this authority is where sign-in returns to, with its query and fragment', () => {
  for (const path of ['/', '/account/security', '/account?tab=tokens&next=//x', '/a#b', '/%C3%A4'])
    assert.equal(returnPathOf(path, root), path);
  assert.equal(returnPathOf('/hub/account/security?tab=1', below), '/hub/account/security?tab=1');
  assert.equal(returnPathOf('/ä', root), '/%C3%A4');
});

test('anything that could lead elsewhere leads to the start page', () => {
  const elsewhere = [
    undefined,
    null,
    ['/account', '//evil.example'],
    '',
    'account',
    'https://evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/account\r\nset-cookie: a=b',
    ' /account',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2F/evil.example',
    '/%5cevil.example',
    '/a//b',
    `/${'a'.repeat(2_000)}`,
  ];
  for (const text of elsewhere) assert.equal(returnPathOf(text, root), '/', JSON.stringify(text));
});

test('below a base path, the neighbours on the same host are elsewhere', () => {
  for (const text of ['/', '/hub', '/hubbub', '/other', '/hub/../other', '/hub/%2e%2e/other'])
    assert.equal(returnPathOf(text, below), '/hub/');
});

test('whatever a link says, the browser stays with this authority', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '//',
    '@',
    ':',
    '?',
    '#',
    '\t',
    'evil.example',
    'hub',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.array(part).map((parts) => `/${parts.join('')}`),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom(root, below), (text, publicUrl) => {
      const path = returnPathOf(text, publicUrl);
      const url = new URL(path, `${publicUrl.origin}${publicUrl.basePath}/sign-in`);
      assert.equal(url.origin, publicUrl.origin);
      assert.ok(url.pathname.startsWith(`${publicUrl.basePath}/`));
      assert.match(path, /^\/(?![/\\])[\x21-\x7e]*$/);
    }),
  );
});
