import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { homeOriginsOf, returnPathOf } from './return-path.ts';

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

const homes = homeOriginsOf(['https://wiki.example.com/start', 'http://localhost:8080', 'not an address']);

test('a page of a registered service is where sign-in returns to, and the rest of the world is not', () => {
  for (const page of [
    'https://wiki.example.com/a/page?x=1#part',
    'https://WIKI.example.com:443/',
    'http://localhost:8080/app/',
    'https://id.example.com/neighbour',
  ])
    assert.equal(returnPathOf(page, root, homes), new URL(page).href);
  for (const page of [
    'http://wiki.example.com/',
    'https://wiki.example.com:8443/',
    'https://wiki.example.com.evil.example/',
    'https://wiki.example.com@evil.example/',
    'https://evil.example/https://wiki.example.com/',
    'https://evil.example#wiki.example.com',
    'https://evil.example\\wiki.example.com/',
    'https:/wiki.example.com',
    'https://wiki.example.com\n.evil.example/',
    'http://localhost:80800/',
    'http://localhost:8081/',
    'javascript://wiki.example.com/%0aalert(1)',
    `https://wiki.example.com/${'a'.repeat(2_000)}`,
  ])
    assert.equal(returnPathOf(page, root, homes), '/', page);
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

test('whatever a link says, the browser goes to this authority or to a registered service', () => {
  const part = fc.constantFrom(
    'wiki.example.com',
    'evil.example',
    '/',
    '\\',
    '@',
    ':',
    '.',
    '#',
    '?',
    '//',
    '8080',
  );
  const texts = fc.oneof(
    fc.webUrl(),
    fc.array(part).map((parts) => `https://${parts.join('')}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { origin } = new URL(returnPathOf(text, root, homes), `${root.origin}/sign-in`);
      assert.ok(origin === root.origin || homes.has(origin), origin);
    }),
  );
});
