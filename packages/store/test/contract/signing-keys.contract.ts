import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, type SigningKey } from '@countersign/core';
import type { OpenFreshStore } from './fresh-store.ts';

const keyOf = (id: string): SigningKey => ({ id, encrypted: `sealed ${id}`, createdAt: instant(id.length) });

export function signingKeysContract(open: OpenFreshStore): void {
  describe('the keys that sign identity tokens', () => {
    test('come back newest first, as they were written, but for those that were forgotten', async (t) => {
      const { signingKeys } = (await open(t)).store;
      assert.deepEqual(await signingKeys.list(), []);
      assert.equal(await signingKeys.keep(keyOf('a'), undefined), true);
      assert.equal(await signingKeys.keep(keyOf('bb'), 'a'), true);
      assert.deepEqual(await signingKeys.list(), [keyOf('bb'), keyOf('a')]);
      await signingKeys.forget(['a', 'none']);
      await signingKeys.forget([]);
      assert.deepEqual(await signingKeys.list(), [keyOf('bb')]);
      assert.equal(await signingKeys.keep(keyOf('ccc'), 'bb'), true);
      assert.deepEqual(await signingKeys.list(), [keyOf('ccc'), keyOf('bb')]);
      await signingKeys.replaceAll(keyOf('dddd'));
      assert.deepEqual(await signingKeys.list(), [keyOf('dddd')]);
    });

    test('follow the newest one alone: whoever saw another is refused', async (t) => {
      const { signingKeys } = (await open(t)).store;
      assert.equal(await signingKeys.keep(keyOf('a'), 'none'), false);
      await signingKeys.keep(keyOf('a'), undefined);
      assert.equal(await signingKeys.keep(keyOf('bb'), undefined), false);
      await signingKeys.keep(keyOf('bb'), 'a');
      assert.equal(await signingKeys.keep(keyOf('ccc'), 'a'), false);
      assert.deepEqual(await signingKeys.list(), [keyOf('bb'), keyOf('a')]);
    });

    test('are made once by all who make one at the same time', async (t) => {
      const { signingKeys } = (await open(t)).store;
      const race = async (after: string | undefined, names: readonly string[]) => {
        const kept = await Promise.all(names.map((name) => signingKeys.keep(keyOf(name), after)));
        return kept.filter(Boolean).length;
      };
      assert.equal(await race(undefined, ['a', 'bb', 'ccc']), 1);
      const [first] = await signingKeys.list();
      assert.equal(await race(first?.id, ['dddd', 'eeeee', 'ffffff']), 1);
      assert.equal((await signingKeys.list()).length, 2);
    });
  });
}
