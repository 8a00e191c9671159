import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  everybodysAccess,
  instant,
  newId,
  type SecretHash,
  type Store,
  type UserId,
} from '@countersign/core';
import { aProject, aService, aStoredUser, aToken, aUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const nothing = async () => undefined;

export function factsContract(open: OpenFreshStore): void {
  describe('facts', () => {
    test('a revocation is in the log for whoever asks after it was acknowledged, in every process', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const owner = await aStoredUser(store);
      const token = aToken(owner);
      await write(store, (tables) => tables.permanentTokens.insert(token));
      const before = new Map([
        [store, await store.facts.lastChange()],
        [other, await other.facts.lastChange()],
      ]);
      const revoked = { ...token, state: { kind: 'revoked', at: instant(1), by: owner.id } } as const;
      await write(store, (tables) => tables.permanentTokens.update(revoked), [
        { kind: 'permanent-token', id: token.hash },
      ]);
      for (const [{ facts }, { number, mark }] of before) {
        const after = await facts.lastChange();
        assert.equal(after.number, number + 1);
        assert.notEqual(after.mark, mark);
        assert.deepEqual(await facts.changesSince(number), [
          { number: after.number, fact: { kind: 'permanent-token', id: token.hash } },
        ]);
        assert.deepEqual(await facts.findPermanentToken(token.hash), revoked);
      }
    });

    test('every kind of fact comes back from the log as it was touched', async (t) => {
      const { store } = await open(t);
      const touched = [
        { kind: 'user', id: newId<UserId>(random) },
        { kind: 'service', id: aService().id },
        { kind: 'permanent-token', id: 'h'.repeat(43) as SecretHash },
        { kind: 'application-password', id: 'i'.repeat(43) as SecretHash },
        { kind: 'access-token', id: 'j'.repeat(43) as SecretHash },
        { kind: 'project', id: aProject().id },
        everybodysAccess,
      ] as const;
      await write(store, nothing, touched);
      const changes = await store.facts.changesSince(0);
      assert.deepEqual(
        changes,
        touched.map((fact, index) => ({ number: index + 1, fact })),
      );
      assert.deepEqual(await store.facts.changesSince(touched.length), []);
    });

    test('numbers come in the order of commits, without a gap, from two processes', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const order: string[] = [];
      const touch = (on: Store) => {
        const id = newId<UserId>(random);
        return write(on, async () => {
          order.push(id);
        }, [{ kind: 'user', id }]);
      };
      await Promise.all(Array.from({ length: 30 }, (_, i) => touch(i % 2 ? store : other)));
      const changes = await store.facts.changesSince(0);
      assert.ok(changes !== 'overflow');
      assert.deepEqual(
        changes.map(({ number, fact }) => [number, fact.id]),
        order.map((id, index) => [index + 1, id]),
      );
    });

    test('all who ask in one turn share one look, and none gets an answer from before they asked', async (t) => {
      const { store, queries } = await open(t);
      await store.facts.lastChange();
      queries.length = 0;
      const answers = await Promise.all(Array.from({ length: 200 }, () => store.facts.lastChange()));
      assert.equal(new Set(answers).size, 1);
      assert.equal(queries.length, 1);

      const asked: Promise<void>[] = [];
      for (let committed = 0; committed < 20; committed++) {
        const known = committed;
        asked.push(
          store.facts.lastChange().then(({ number }) => {
            assert.ok(number >= known);
          }),
        );
        await write(store, nothing, [{ kind: 'user', id: aUser().id }]);
      }
      await Promise.all(asked);
      assert.equal((await store.facts.lastChange()).number, 20);
    });

    test('a reader that is too far behind, or meets a gap, is told so', async (t) => {
      const { store, damage } = await open(t);
      for (let i = 0; i < 6; i++) await write(store, nothing, [{ kind: 'user', id: aUser().id }]);
      await damage('delete from changes where number <= 2');
      assert.equal(await store.facts.changesSince(0), 'overflow');
      assert.equal(await store.facts.changesSince(1), 'overflow');
      assert.equal((await store.facts.changesSince(2)).length, 4);
      await damage('delete from changes where number = 5');
      assert.equal(await store.facts.changesSince(2), 'overflow');
      await damage(`insert into changes (number, fact_kind, fact_id) values (7, 'user', 'x')`);
      assert.equal(await store.facts.changesSince(2), 'overflow');
      await damage('delete from changes where number >= 5');
      assert.equal(await store.facts.changesSince(2), 'overflow');
    });

    test('the log keeps the newest hundred thousand changes', async (t) => {
      const { store, damage, read } = await open(t);
      await damage('update authority_head set change_number = 150998');
      for (const number of [51_000, 51_001, 51_002]) {
        await damage(`insert into changes (number, fact_kind, fact_id) values (?, 'user', 'x')`, number);
      }
      const touched = Array.from({ length: 3 }, () => ({ kind: 'user', id: aUser().id }) as const);
      await write(store, nothing, touched);
      const kept = await read('select number from changes order by number');
      assert.deepEqual(
        kept.map(({ number }) => number),
        [51_002, 150_999, 151_000, 151_001],
      );
      assert.equal(await store.facts.changesSince(51_001), 'overflow');
      assert.equal((await store.facts.changesSince(150_998)).length, 3);
    });

    test('a store that goes back behind what was seen is not believed', async (t) => {
      const { store, damage } = await open(t);
      for (let i = 0; i < 2; i++) await write(store, nothing, [{ kind: 'user', id: aUser().id }]);
      await store.facts.lastChange();
      await damage('update authority_head set change_number = 1');
      await assert.rejects(store.facts.lastChange(), { name: 'StoreUnavailable' });
      await damage('update authority_head set change_number = 2');
      assert.equal((await store.facts.lastChange()).number, 2);
    });

    test('a closed store answers nothing', async (t) => {
      const { store } = await open(t);
      const hash = 'h'.repeat(43) as SecretHash;
      await store.close();
      await assert.rejects(store.facts.lastChange(), { name: 'StoreUnavailable' });
      await assert.rejects(store.facts.findPermanentToken(hash), { name: 'StoreUnavailable' });
      await assert.rejects(store.facts.findApplicationPassword(hash), { name: 'StoreUnavailable' });
      await assert.rejects(store.tables.users.find(aUser().id), { name: 'StoreUnavailable' });
      await assert.rejects(write(store, nothing), { name: 'StoreUnavailable' });
      await assert.rejects(store.ping(), { name: 'StoreUnavailable' });
    });
  });
}
