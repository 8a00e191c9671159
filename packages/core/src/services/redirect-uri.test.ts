import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import { brokenRedirectUriRule, redirectUriLengthMax } from './redirect-uri.ts';

const long = `https://wiki.example.com/${'x'.repeat(redirectUriLengthMax)}`;

for (const uri of [
  'https://wiki.example.com',
  'https://wiki.example.com/',
  'https://wiki.example.com:8443/a/b?c=d&e=%20f',
  'https://10.0.0.7/callback',
  'https://[2001:db8::1]/callback',
  'https://xn--bcher-kva.example/',
  'http://localhost/callback',
  'http://localhost:4180/callback?a=b',
  'http://127.0.0.1:3000/',
  'http://[::1]:3000/',
  long.slice(0, redirectUriLengthMax),
]) {
  test(`${uri.slice(0, 60)} is an address for every service`, () => {
    for (const isConfidential of [true, false])
      assert.equal(brokenRedirectUriRule(uri, isConfidential), undefined);
  });
}

for (const uri of [
  'com.example.app:/callback',
  'com.example.app://callback?a=b',
  'ytoauth://landing.url',
  'app+x-1.2:callback',
]) {
  test(`${uri} is an address for a public service alone`, () => {
    assert.equal(brokenRedirectUriRule(uri, false), undefined);
    assert.match(brokenRedirectUriRule(uri, true) ?? 'no rule', /for public services/);
  });
}

for (const [rule, uris] of Object.entries({
  absolute: ['', '/callback', '//wiki.example.com/', 'wiki.example.com/callback', 'https:', '1app:x', ':x'],
  'a host': [
    'https://',
    'https:///callback',
    'https:wiki.example.com',
    'https:/wiki.example.com',
    'https://?a',
  ],
  'a host$': [
    'https://wiki.example.com:',
    'https://wiki.example.com:x/',
    'https://wiki.example.com:65536/',
    'https://wiki%2eexample.com/',
    'https://wiki,evil.example/',
    'https://[::1/',
    'https://127.1/',
    'https://010.0.0.1/',
    'https://0x7f000001/',
    'https://300.0.0.1/',
    'https://2130706433/',
  ],
  fragment: ['https://wiki.example.com/#', 'https://wiki.example.com/a#b', 'ytoauth://landing.url#x'],
  'user name': [
    'https://ada@wiki.example.com/',
    'https://ada:x@wiki.example.com/',
    'https://@wiki.example.com/',
    'https://wiki.example.com@@evil.example/',
    'https://wiki.example.com:443@evil.example/',
    'http://localhost@evil.example/',
    'ytoauth://landing.url@evil',
  ],
  'must not contain \\*': ['https://*.example.com/', 'https://wiki.example.com/*', 'ytoauth://*'],
  'letters of an address': [
    'https://wiki.example.com/a b',
    ' https://wiki.example.com/',
    'https://wiki.example.com/\n',
    'https://wiki.example.com\\@evil.example/',
    'https://b\u00fccher.example/',
    'https://wik\u0456.example.com/',
    'https://wiki.example.com/"><script>',
    'https://wiki.example.com/%2',
    'https://wiki.example.com/%zz',
    'java\tscript:alert(1)',
  ],
  'must be https': [
    'http://wiki.example.com/',
    'http://localhost.example.com/',
    'http://wiki.localhost/',
    'http://127.0.0.1.example.com/',
    'http://127.0.0.2/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1].example.com/',
    'http:localhost',
    'HTTP://wiki.example.com/',
  ],
  'with this scheme': [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://wiki.example.com/x',
    'about:blank',
    'ftp://wiki.example.com/',
    'mailto:ada',
    'ws://wiki.example.com/',
    'wss://wiki.example.com/',
  ],
  'at most 2000': [long],
})) {
  for (const uri of uris) {
    test(`${JSON.stringify(uri.slice(0, 60))} is no address, by a rule that says: ${rule}`, () =>
      assert.match(brokenRedirectUriRule(uri, false) ?? 'no rule', new RegExp(rule)));
  }
}

test('what the rule accepts leads a browser to the host that stands there, and nowhere over plain http', () => {
  const pieces = fc
    .array(fc.constantFrom(...'https://', ...'@:/\\?#[]%.*', 'localhost', '127.0.0.1', 'evil.example', 'a'), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''));
  const uris = fc.oneof(
    anyText,
    pieces,
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    pieces.map((rest) => `https://${rest}`),
    pieces.map((rest) => `http://${rest}`),
  );
  fc.assert(
    fc.property(uris, (uri) => {
      if (brokenRedirectUriRule(uri, true) !== undefined || !URL.canParse(uri)) return;
      const { protocol, hostname, username, password, hash } = new URL(uri);
      assert.deepEqual([username, password, hash], ['', '', '']);
      // An address of IPv6 has many forms, and every form is the same host.
      const host = hostname.startsWith('[') ? '[' : hostname;
      assert.ok(uri.toLowerCase().startsWith(`${protocol}//${host}`), uri);
      assert.ok(protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname), uri);
    }),
    { numRuns: 1_000 },
  );
});
