import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { authorityServiceId, checkToken, FreshFacts, newTokenText } from '@countersign/core';
import fc from 'fast-check';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import { openKeyRing } from '../../packages/server/src/platform/key-ring.ts';
import { systemRandom } from '../../packages/server/src/platform/random.ts';
import { type OpenedStore, openStoreIn } from './open-store.ts';

/** A token that is not one, and what was done to it. */
const spoilt: readonly (readonly [string, (token: string) => string])[] = [
  ['nothing at all', () => ''],
  ['cut short by one', (token) => token.slice(0, -1)],
  ['without its first character', (token) => token.slice(1)],
  ['without its checksum', (token) => token.slice(0, -6)],
  ['longer by one', (token) => `${token}0`],
  ['twice in a row', (token) => token + token],
  ['in upper case', (token) => token.toUpperCase()],
  ['in lower case', (token) => token.toLowerCase()],
  ['with a space before', (token) => ` ${token}`],
  ['with a line feed behind', (token) => `${token}\n`],
  ['with padding behind', (token) => `${token}=`],
  ['with a NUL behind', (token) => `${token}\0`],
  ['as another kind', (token) => token.replace('_pat_', '_ses_')],
  ['in full-width letters', (token) => token.replace('csn', 'ｃｓｎ')],
  ['with a letter that folds to another', (token) => token.replace('s', 'ſ')],
  ['percent-encoded', (token) => token.replaceAll('_', '%5F')],
  ['in quotes', (token) => `"${token}"`],
];

describe('a token that is not well-formed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-malformed-'));
  const queries: string[] = [];
  const token = newTokenText('permanentToken', systemRandom).reveal();
  let opened: OpenedStore;

  before(async () => {
    openKeyRing(join(folder, 'keys.json'), {
      clock: systemClock,
      random: systemRandom,
      makeIfAbsent: true,
    });
    opened = await openStoreIn(folder, { onQuery: (sql) => queries.push(sql) });
  });
  after(async () => {
    await opened.store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Checks a text and answers the reason of the refusal with what the database was asked meanwhile. */
  async function check(text: string): Promise<{ readonly reason: string; readonly asked: number }> {
    queries.length = 0;
    const facts = new FreshFacts(opened.store.facts);
    const ports = { clock: systemClock, digest: opened.digest, facts };
    const verdict = await checkToken(ports, text, authorityServiceId);
    return { reason: verdict.active ? 'active' : verdict.reason, asked: queries.length };
  }

  test('a well-formed one is looked up, so that this test can see a query at all', async () => {
    const { reason, asked } = await check(token);
    assert.equal(reason, 'unknown');
    assert.ok(asked > 0);
  });

  for (const [what, spoil] of spoilt) {
    test(`${what}, is refused without a query`, async () => {
      assert.deepEqual(await check(spoil(token)), { reason: 'malformed', asked: 0 });
    });
  }

  test('with any one character changed, is refused without a query', async () => {
    for (let index = 0; index < token.length; index++) {
      for (const other of ['0', 'a', 'A', 'z', '_', '-', 'é']) {
        if (token[index] === other) continue;
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        assert.deepEqual(await check(changed), { reason: 'malformed', asked: 0 }, `character ${index}`);
      }
    }
  });

  test('whatever text is presented, is refused without a query', async () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary', size: 'large' }), fc.base64String());
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        assert.deepEqual(await check(text), { reason: 'malformed', asked: 0 });
      }),
      { numRuns: 300 },
    );
  });
});
