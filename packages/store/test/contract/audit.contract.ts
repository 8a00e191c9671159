import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { genesis, instant, ok, type Store, verifyLinks } from '@countersign/core';
import { anEvent, aUser, awkwardTexts, write } from './builders.ts';
import { digest, type OpenFreshStore } from './fresh-store.ts';

export function auditContract(open: OpenFreshStore): void {
  describe('the audit log', () => {
    test('is empty at first, with the head of an empty chain', async (t) => {
      const { store } = await open(t);
      assert.deepEqual(await store.audit.head(), genesis);
      assert.deepEqual(await store.audit.listAfter(0, 100), []);
    });

    test('is one unbroken chain after concurrent changes, refusals and failures from two processes', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const change = (on: Store, i: number) =>
        on.change(async (tables) => {
          await tables.users.insert(aUser());
          if (i % 5 === 0) throw new Error('a bug');
          return ok({
            value: i,
            events: [anEvent({ at: instant(i) }), anEvent({ kind: 'user.banned' })],
            touched: [],
          });
        });
      await Promise.allSettled(Array.from({ length: 30 }, (_, i) => change(i % 2 ? store : other, i)));
      const events = await store.audit.listAfter(0, 1_000);
      const head = await other.audit.head();
      assert.deepEqual(
        events.map((event) => event.number),
        Array.from({ length: 48 }, (_, i) => i + 1),
      );
      assert.deepEqual(verifyLinks(genesis, events, digest), { ok: true, head });
    });

    test('keeps the text of an event to the letter', async (t) => {
      const { store } = await open(t);
      const names = [...awkwardTexts, 'nul \0 and half \ud83e of a fox'];
      for (const name of names) {
        await store.change(async () =>
          ok({
            value: undefined,
            events: [anEvent({ target: { kind: 'account-name', name } })],
            touched: [],
          }),
        );
      }
      const events = await store.audit.listAfter(0, 100);
      const found = events.map(
        (event) => (JSON.parse(event.text) as { target: { name: string } }).target.name,
      );
      assert.deepEqual(found, names);
      assert.ok(verifyLinks(genesis, events, digest).ok);
    });

    test('is read in windows, oldest first', async (t) => {
      const { store } = await open(t);
      for (let i = 0; i < 5; i++) await write(store, async () => undefined);
      const numbers = async (after: number, top: number) =>
        (await store.audit.listAfter(after, top)).map((event) => event.number);
      assert.deepEqual(await numbers(0, 2), [1, 2]);
      assert.deepEqual(await numbers(2, 2), [3, 4]);
      assert.deepEqual(await numbers(4, 2), [5]);
      assert.deepEqual(await numbers(5, 2), []);
    });

    test('shows an edit, a deletion and a swap by hand', async (t) => {
      const harms = [
        `update audit_events set text = replace(text, 'system', 'nobody') where number = 3`,
        `update audit_events set kind = 'user.banned' where number = 3`,
        'delete from audit_events where number = 3',
        'update audit_events set number = 100 where number = 3',
      ];
      for (const harm of harms) {
        const { store, damage } = await open(t);
        for (let i = 0; i < 5; i++) await write(store, async () => undefined);
        await damage(harm);
        const verified = verifyLinks(genesis, await store.audit.listAfter(0, 10), digest);
        assert.deepEqual(verified, { ok: false, brokenAt: 3 }, harm);
      }
    });

    test('takes no change without an event', async (t) => {
      const { store } = await open(t);
      const silent = store.change(async () => ok({ value: 1, events: [] as never, touched: [] }));
      await assert.rejects(silent, /without its audit event/);
    });
  });
}
