import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FactorId, instant, newId, ok, refuse, type Store } from '@countersign/core';
import { aFactor, anEvent, aSession, aStoredUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

/** Second factors: what is spent is spent once, whoever asks at the same moment. */
export function factorsContract(open: OpenFreshStore): void {
  describe('second factors', () => {
    test('are kept by user, changed, and ended one by one or together', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const [phone, key] = [
        aFactor(jane),
        aFactor(jane, { name: 'Tablet', addedAt: instant(1_800_000_000_000) }),
      ];
      const other = aFactor(bob);
      await write(store, async ({ factors }) => {
        for (const factor of [key, phone, other]) await factors.insert(factor);
        await factors.replaceRecoveryCodes(jane.id, ['one', 'two']);
        await factors.replaceRecoveryCodes(bob.id, ['three']);
      });
      const { factors } = store.tables;
      assert.deepEqual(await factors.listOf(jane.id), [phone, key]);
      const confirmed = { ...phone, confirmedAt: instant(9) };
      await write(store, (tables) => tables.factors.update(confirmed));
      assert.deepEqual(await factors.listOf(jane.id), [confirmed, key]);
      await write(store, (tables) => tables.factors.delete(key.id));
      assert.deepEqual(await factors.listOf(jane.id), [confirmed]);
      const ended: number[] = [];
      await write(store, async (tables) => void ended.push(await tables.factors.deleteAllOf(jane.id)));
      assert.deepEqual(ended, [1]);
      assert.deepEqual(await factors.listOf(jane.id), []);
      assert.equal(await factors.countRecoveryCodes(jane.id), 0);
      assert.deepEqual(await factors.listOf(bob.id), [other]);
      const each = await factors.listOfEach([jane.id, bob.id]);
      assert.deepEqual([...each], [[bob.id, [other]]]);
      assert.deepEqual(await factors.listOfEach([]), new Map());
      assert.equal(await factors.countRecoveryCodes(bob.id), 1);
    });

    test('take a step once, and none before one that was taken', async (t) => {
      const { store } = await open(t);
      const phone = aFactor(await aStoredUser(store));
      const [first, second] = [phone.id, newId<FactorId>(random)];
      const spent: boolean[] = [];
      await write(store, async ({ factors }) => {
        await factors.insert(phone);
        for (const step of [7, 7, 6, 8]) spent.push(await factors.spendStep(first, step, instant(step)));
        spent.push(await factors.spendStep(second, 7, instant(7)));
      });
      assert.deepEqual(spent, [true, false, false, true, true]);
      const used = await store.tables.factors.lastUsed([first, second, newId(random)]);
      assert.deepEqual(
        [...used].sort(),
        [[first, instant(8)] as const, [second, instant(7)] as const].sort(),
      );
    });

    test('have one winner among those who show the same code at the same moment', async (t) => {
      const { store } = await open(t);
      const phone = aFactor(await aStoredUser(store));
      await write(store, async ({ factors }) => {
        await factors.insert(phone);
        await factors.replaceRecoveryCodes(
          phone.userId,
          Array.from({ length: 20 }, (_, index) => `code ${index}`),
        );
      });
      for (let trial = 0; trial < 20; trial += 1) {
        const steps = await atOnce(store, (tables) =>
          tables.factors.spendStep(phone.id, trial, instant(trial)),
        );
        assert.equal(steps, 1);
        const codes = await atOnce(store, (tables) =>
          tables.factors.spendRecoveryCode(phone.userId, `code ${trial}`),
        );
        assert.equal(codes, 1);
      }
      assert.equal(await store.tables.factors.countRecoveryCodes(phone.userId), 0);
    });

    test('leave nothing spent where what they should open was refused', async (t) => {
      const { store } = await open(t);
      const phone = aFactor(await aStoredUser(store));
      await write(store, async ({ factors }) => {
        await factors.insert(phone);
        await factors.replaceRecoveryCodes(phone.userId, ['one']);
      });
      await store.change(async ({ factors }) => {
        assert.equal(await factors.spendStep(phone.id, 3, instant(3)), true);
        assert.equal(await factors.spendRecoveryCode(phone.userId, 'one'), true);
        return refuse({ kind: 'not-found', what: 'anything' });
      });
      assert.equal(await store.tables.factors.countRecoveryCodes(phone.userId), 1);
      assert.equal((await store.tables.factors.lastUsed([phone.id])).size, 0);
    });

    test('open nothing with the recovery code of somebody else', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const spent: boolean[] = [];
      await write(store, async ({ factors }) => {
        await factors.replaceRecoveryCodes(jane.id, ['one']);
        spent.push(await factors.spendRecoveryCode(bob.id, 'one'));
        spent.push(await factors.spendRecoveryCode(jane.id, 'another'));
      });
      assert.deepEqual(spent, [false, false]);
      assert.equal(await store.tables.factors.countRecoveryCodes(jane.id), 1);
    });

    test('are noted on the session in which they were shown', async (t) => {
      const { store } = await open(t);
      const session = aSession(await aStoredUser(store));
      await write(store, async ({ sessions }) => {
        await sessions.insert(session);
        await sessions.markSecondFactor(session.id);
      });
      assert.deepEqual(await store.tables.sessions.find(session.id), { ...session, hasSecondFactor: true });
      await write(store, ({ sessions }) => sessions.unmarkSecondFactor(session.userId));
      assert.deepEqual(await store.tables.sessions.find(session.id), session);
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
