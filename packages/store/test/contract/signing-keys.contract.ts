import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  addSigningKey,
  announcedDays,
  type Caller,
  dayMilliseconds,
  forgetPastKeys,
  instant,
  later,
  publishedAfterDays,
  replaceSigningKeys,
  type SigningKey,
  type Store,
} from '@countersign/core';
import type { OpenFreshStore } from './fresh-store.ts';

const keyOf = (id: string): SigningKey => ({ id, encrypted: `sealed ${id}`, createdAt: instant(id.length) });
const caller: Caller = { actor: { kind: 'system' }, origin: { requestId: 'a test' } };
const idsIn = async ({ tables }: Store) => (await tables.signingKeys.list()).map(({ id }) => id);
const portsOf = (store: Store, now = instant(1)) => ({ store, clock: { now: () => now } });

async function renewals({ audit }: Store): Promise<readonly unknown[]> {
  return (await audit.listAfter(0, 100))
    .map(({ text }) => JSON.parse(text))
    .filter(({ kind }) => kind === 'signing-keys.renewed')
    .map(({ details }) => details);
}

export function signingKeysContract(open: OpenFreshStore): void {
  describe('the keys that sign identity tokens', () => {
    test('come back newest first, as they were written, and each change of them is in the log', async (t) => {
      const { store } = await open(t);
      assert.deepEqual(await store.tables.signingKeys.list(), []);
      assert.equal(await store.signingKeys.keepFirst(keyOf('a')), true);
      assert.equal((await addSigningKey(portsOf(store), caller, { key: keyOf('bb'), after: 'a' })).ok, true);
      assert.deepEqual(await store.tables.signingKeys.list(), [keyOf('bb'), keyOf('a')]);
      assert.equal((await replaceSigningKeys(portsOf(store), caller, keyOf('ccc'))).ok, true);
      assert.deepEqual(await store.tables.signingKeys.list(), [keyOf('ccc')]);
      assert.deepEqual(await renewals(store), [{ made: 'bb' }, { forgotten: ['bb', 'a'], made: 'ccc' }]);
    });

    test('are forgotten when nobody needs them any more; where nothing is, nothing is written', async (t) => {
      const { store } = await open(t);
      await store.signingKeys.keepFirst(keyOf('a'));
      await addSigningKey(portsOf(store), caller, { key: keyOf('bb'), after: 'a' });
      assert.equal(await forgetPastKeys(portsOf(store), caller), 0);
      const past = later(instant(9), (announcedDays + publishedAfterDays) * dayMilliseconds);
      const forgotten = await Promise.all([1, 2].map(() => forgetPastKeys(portsOf(store, past), caller)));
      assert.deepEqual(forgotten.toSorted(), [0, 1]);
      assert.deepEqual(await idsIn(store), ['bb']);
      assert.deepEqual(await renewals(store), [{ made: 'bb' }, { forgotten: ['a'] }]);
    });

    test('follow the newest one alone: whoever saw another is refused', async (t) => {
      const { store } = await open(t);
      const add = async (id: string, after: string) =>
        (await addSigningKey(portsOf(store), caller, { key: keyOf(id), after })).ok;
      assert.equal(await add('a', 'none'), false);
      await store.signingKeys.keepFirst(keyOf('a'));
      assert.equal(await store.signingKeys.keepFirst(keyOf('bb')), false);
      assert.equal(await add('bb', 'a'), true);
      assert.equal(await add('ccc', 'a'), false);
      assert.deepEqual(await idsIn(store), ['bb', 'a']);
    });

    test('are made once by all who make one at the same time', async (t) => {
      const { store } = await open(t);
      const firsts = ['a', 'bb', 'ccc'].map((id) => store.signingKeys.keepFirst(keyOf(id)));
      assert.equal((await Promise.all(firsts)).filter(Boolean).length, 1);
      const [after = ''] = await idsIn(store);
      const nexts = ['dddd', 'eeeee', 'ffffff'].map((id) =>
        addSigningKey(portsOf(store), caller, { key: keyOf(id), after }),
      );
      assert.equal((await Promise.all(nexts)).filter(({ ok }) => ok).length, 1);
      assert.equal((await idsIn(store)).length, 2);
    });
  });
}
