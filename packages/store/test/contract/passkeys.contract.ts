import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, newId, ok, type PasskeyCredentialId, refuse, type Store } from '@countersign/core';
import { anEvent, aPasskey, aStoredUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

/** Passkeys: what is spent is spent once, whoever asks at the same moment. */
export function passkeysContract(open: OpenFreshStore): void {
  describe('passkeys', () => {
    test('are kept by user, found by their credential, changed, and ended one by one or together', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const begun = aPasskey(jane, { credential: undefined });
      const later = aPasskey(jane, { name: 'Laptop', addedAt: instant(1_800_000_000_000) });
      const other = aPasskey(bob);
      await write(store, async ({ passkeys }) => {
        for (const passkey of [later, begun, other]) await passkeys.insert(passkey);
      });
      const { passkeys } = store.tables;
      assert.deepEqual(await passkeys.listOf(jane.id), [begun, later]);
      const shown = { ...begun, credential: aPasskey(jane).credential };
      await write(store, (tables) => tables.passkeys.update(shown));
      assert.deepEqual(await passkeys.listOf(jane.id), [shown, later]);
      assert.deepEqual(await passkeys.findByCredential(shown.credential?.id as PasskeyCredentialId), shown);
      assert.equal(await passkeys.findByCredential('unknown' as PasskeyCredentialId), undefined);
      await write(store, (tables) => tables.passkeys.delete(later.id));
      assert.deepEqual(await passkeys.listOf(jane.id), [shown]);
      const ended = await write(store, (tables) => tables.factors.deleteAllOf(jane.id));
      assert.equal(ended, 1);
      assert.deepEqual(await passkeys.listOf(jane.id), []);
      assert.deepEqual(await passkeys.listOf(bob.id), [other]);
      assert.deepEqual([...(await passkeys.listOfEach([jane.id, bob.id]))], [[bob.id, [other]]]);
    });

    test('count upwards, or not at all', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      const [counting, silent] = [aPasskey(user), aPasskey(user)];
      const spent: boolean[] = [];
      await write(store, async ({ passkeys }) => {
        for (const passkey of [counting, silent]) await passkeys.insert(passkey);
        for (const counter of [0, 0, 7, 7, 6, 0, 8])
          spent.push(await passkeys.spendCounter(counting.id, counter, instant(counter)));
        for (const at of [1, 2]) spent.push(await passkeys.spendCounter(silent.id, 0, instant(at)));
      });
      assert.deepEqual(spent, [true, true, true, false, false, false, true, true, true]);
      const used = await store.tables.passkeys.lastUsed([counting.id, silent.id, newId(random)]);
      assert.deepEqual([used.get(counting.id), used.get(silent.id), used.size], [instant(8), instant(2), 2]);
      await write(store, ({ passkeys }) => passkeys.delete(counting.id));
      assert.equal((await store.tables.passkeys.lastUsed([counting.id])).size, 0);
    });

    test('have one winner among those who answer one challenge, or count as far, at the same moment', async (t) => {
      const { store } = await open(t);
      const passkey = aPasskey(await aStoredUser(store));
      await write(store, ({ passkeys }) => passkeys.insert(passkey));
      for (let trial = 1; trial <= 20; trial += 1) {
        const challenges = await atOnce(store, ({ passkeys }) =>
          passkeys.spendChallenge(`challenge ${trial}`, instant(trial)),
        );
        assert.equal(challenges, 1);
        const counters = await atOnce(store, ({ passkeys }) =>
          passkeys.spendCounter(passkey.id, trial, instant(trial)),
        );
        assert.equal(counters, 1);
      }
    });

    test('leave a challenge to be answered where what it should open was refused', async (t) => {
      const { store } = await open(t);
      const spend = ({ passkeys }: Store['tables']) => passkeys.spendChallenge('one', instant(9));
      await store.change(async (tables) => {
        assert.equal(await spend(tables), true);
        return refuse({ kind: 'not-found', what: 'anything' });
      });
      assert.equal(await write(store, spend), true);
      assert.equal(await write(store, spend), false);
    });

    test('are forgotten as to their challenges once those are too old to be answered', async (t) => {
      const { store } = await open(t);
      await write(store, async ({ passkeys }) => {
        for (const end of [5, 9, 10]) await passkeys.spendChallenge(`until ${end}`, instant(end));
      });
      assert.equal(await store.challenges.sweep(instant(9)), 2);
      assert.equal(await store.challenges.sweep(instant(9)), 0);
    });
  });
}

/** How many of five changes at once found it still to be spent. */
async function atOnce(store: Store, spend: (tables: Store['tables']) => Promise<boolean>): Promise<number> {
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () =>
      store.change(async (tables) => ok({ value: await spend(tables), events: [anEvent()], touched: [] })),
    ),
  );
  return outcomes.filter((outcome) => outcome.ok && outcome.value).length;
}
