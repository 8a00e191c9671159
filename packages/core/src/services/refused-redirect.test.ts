import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noon, seededRandom } from '../../test/platform.ts';
import { newId } from '../kernel/id.ts';
import { later } from '../kernel/instant.ts';
import { newTokenText } from '../kernel/token-text.ts';
import {
  keepableRedirect,
  mergeRefusedRedirects,
  type RefusedRedirect,
  refusedRedirectsMax,
  refusedRedirectsOfNetworkMax,
} from './refused-redirect.ts';

const random = seededRandom('refused');
const honest = 'https://wiki.example.com/new-callback';

function tried(uri: string, from: string, seconds: number): RefusedRedirect {
  const triedAt = later(noon, seconds * 1_000);
  return { id: newId(random), uri, isVerbatim: true, count: 1, triedAt, triedFrom: from, firstFrom: from };
}

describe('an address that was refused', () => {
  test('is kept as it was sent, its query too', () => {
    for (const uri of [
      honest,
      `${honest}?a=b%20c`,
      'http://wiki/callback',
      'ytoauth://x',
      '*',
      'a'.repeat(2_000),
    ])
      assert.deepEqual(keepableRedirect(uri), { uri, isVerbatim: true });
  });

  test('is kept in visible letters, and does not pass for what it is not', () => {
    for (const [sent, kept] of [
      ['https://wikі.example.com/', 'https://wik%D1%96.example.com/'],
      ['https://evil.example/‮moc.elpmaxe', 'https://evil.example/%E2%80%AEmoc.elpmaxe'],
      ['https://a\u0000b\r\n', 'https://a%00b%0D%0A'],
      ['https://x/\ud800', 'https://x/%EF%BF%BD'],
    ] as const)
      assert.deepEqual(keepableRedirect(sent), { uri: kept, isVerbatim: false });
  });

  test('is not kept where it is empty, too long, or holds what nobody else may know', () => {
    const token = newTokenText('accessToken', random).reveal();
    const written = [...token].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    for (const uri of [
      '',
      'a'.repeat(2_001),
      'ä'.repeat(500),
      `https://wiki.example.com/?token=${token}`,
      `https://wiki.example.com/?token=${written}`,
      'https://ada:secret@wiki.example.com/',
      'https://ada%3Asecret%40wiki.example.com/',
      'https:ada@wiki.example.com',
    ])
      assert.equal(keepableRedirect(uri), undefined, uri);
  });
});

describe('of what was refused is kept', () => {
  test('each address once, with how often it came and when last', () => {
    const first = tried(honest, '192.0.2.1', 0);
    const [kept, ...more] = mergeRefusedRedirects([first], [tried(honest, '198.51.100.1', 9)]);
    assert.deepEqual(more, []);
    const last = { triedAt: later(noon, 9_000), triedFrom: '198.51.100.1' };
    assert.deepEqual(kept, { ...first, count: 2, ...last });
  });

  test('the latest, and no more than its place', () => {
    const many = Array.from({ length: 60 }, (_, n) => tried(`https://x/${n}`, `192.0.2.${n}`, n));
    const kept = mergeRefusedRedirects(many.slice(0, 30), many.slice(30));
    assert.equal(kept.length, refusedRedirectsMax);
    assert.deepEqual(
      kept.map(({ uri }) => uri),
      many
        .slice(-20)
        .reverse()
        .map(({ uri }) => uri),
    );
  });

  test('what others sent, however much a stranger sends, and although they send the same', () => {
    let kept = mergeRefusedRedirects([], [tried(honest, '192.0.2.1', 0)]);
    for (let n = 1; n < 500; n++) {
      const from = n % 2 === 0 ? '203.0.113.9' : '2001:db8::9';
      kept = mergeRefusedRedirects(kept, [
        tried(n % 50 === 0 ? honest : `https://evil.example/${n}`, from, n),
      ]);
    }
    assert.ok(kept.some(({ uri }) => uri === honest));
    assert.equal(kept.length, 1 + 2 * refusedRedirectsOfNetworkMax);
  });
});
