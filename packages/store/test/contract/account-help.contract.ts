import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  instant,
  newTokenText,
  ok,
  type PasswordHash,
  type PasswordHasher,
  type PasswordReset,
  resetPassword,
  Secret,
  type User,
} from '@countersign/core';
import { anEvent, aSession, aStoredAdministrator, aStoredUser, write } from './builders.ts';
import { digest, type OpenFreshStore, random } from './fresh-store.ts';

/** Enough to see whose password stays; `npm run factor-races` counts the winners of many more. */
const trials = 20;

const now = instant(1_700_000_000_000);

/** What a lost password is replaced with, and what users are told of it. */
export function accountHelpContract(open: OpenFreshStore): void {
  describe('password reset links', () => {
    test('are found by their hash; a newer one takes the place of the one before', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const [first, second] = [aReset(jane), aReset(jane, { author: bob.id })];
      const other = aReset(bob);
      await write(store, async ({ passwordResets }) => {
        await passwordResets.put(first);
        await passwordResets.put(other);
      });
      const { passwordResets } = store.tables;
      assert.deepEqual(await passwordResets.findByHash(first.hash), first);
      await write(store, (tables) => tables.passwordResets.put(second));
      assert.equal(await passwordResets.findByHash(first.hash), undefined);
      assert.deepEqual(await passwordResets.findByHash(second.hash), second);
      assert.equal(await write(store, (tables) => tables.passwordResets.deleteOf(jane.id)), 1);
      assert.equal(await passwordResets.findByHash(second.hash), undefined);
      assert.deepEqual(await passwordResets.findByHash(other.hash), other);
    });

    test('are spent once, by their own hash and for their own user alone', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const [reset, other] = [aReset(jane), aReset(bob)];
      const spent = await write(store, async ({ passwordResets }) => {
        await passwordResets.put(reset);
        await passwordResets.put(other);
        return [
          await passwordResets.spend(jane.id, other.hash),
          await passwordResets.spend(bob.id, reset.hash),
          await passwordResets.spend(jane.id, reset.hash),
          await passwordResets.spend(jane.id, reset.hash),
        ];
      });
      assert.deepEqual(spent, [false, false, true, false]);
    });

    test('count until they have expired', async (t) => {
      const { store } = await open(t);
      const jane = await aStoredUser(store);
      await write(store, ({ passwordResets }) => passwordResets.put(aReset(jane)));
      const countAt = (moment: number) => store.tables.passwordResets.countOf(jane.id, instant(moment));
      assert.deepEqual([await countAt(now + 999), await countAt(now + 1_000)], [1, 0]);
    });

    test(`have one winner in each of ${trials} races for the same link, in two processes`, async (t) => {
      const here = await open(t);
      const there = await here.reopen();
      const jane = await aStoredUser(here.store, { passwordHash: 'lost' as PasswordHash });
      const author = (await aStoredAdministrator(here.store)).id;
      for (let trial = 0; trial < trials; trial += 1) {
        const link = newTokenText('resetLink', random);
        await write(here.store, async ({ passwordResets, sessions }) => {
          await passwordResets.put(aReset(jane, { hash: digest.secret(link), author }));
          await sessions.insert(aSession(jane));
        });
        const attempts = [here.store, there.store, here.store, there.store].map((store, index) =>
          resetPassword(
            { clock: { now: () => now }, digest, passwordHasher: plainHasher, store },
            { requestId: `attempt ${index}` },
            {
              link: link.reveal(),
              newPassword: new Secret(`attempt ${index} of a long trial ${trial}`),
              endsTokens: true,
            },
          ),
        );
        const outcomes = await Promise.all(attempts);
        const winners = outcomes.flatMap((outcome, index) => (outcome.ok ? [index] : []));
        assert.equal(winners.length, 1, JSON.stringify(outcomes));
        for (const outcome of outcomes) if (!outcome.ok) assert.equal(outcome.refusal.kind, 'not-found');
        const user = await here.store.tables.users.find(jane.id);
        assert.equal(user?.passwordHash, `attempt ${winners[0]} of a long trial ${trial}`);
        assert.equal(await here.store.tables.sessions.countOf(jane.id, now), 0);
      }
    });
  });

  describe('notices', () => {
    test('are written with the event they tell of, for whom it is about, newest first', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const tells = (user: User) => anEvent({ kind: 'factor.removed', subject: user.id });
      await store.change(async () =>
        ok({
          value: undefined,
          events: [anEvent(), tells(jane), tells(bob), anEvent({ subject: jane.id }), tells(jane)],
          touched: [],
        }),
      );
      const last = (await store.audit.head()).number;
      const { items, total } = await store.tables.notices.listOf(jane.id, { skip: 0, top: 10 });
      assert.equal(total, 2);
      assert.deepEqual(
        items.map(({ number, kind }) => [number, kind]),
        [
          [last, 'factor.removed'],
          [last - 3, 'factor.removed'],
        ],
      );
      const second = await store.tables.notices.listOf(jane.id, { skip: 1, top: 1 });
      assert.deepEqual([second.items.map(({ number }) => number), second.total], [[last - 3], 2]);
    });

    test('are gone once they are put away, by whom they are for alone', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      await store.change(async () =>
        ok({
          value: undefined,
          events: [anEvent({ kind: 'factor.removed', subject: jane.id })],
          touched: [],
        }),
      );
      const { number } = await store.audit.head();
      const dismissed = await write(store, async ({ notices }) => [
        await notices.dismiss(bob.id, number),
        await notices.dismiss(jane.id, number),
        await notices.dismiss(jane.id, number),
      ]);
      assert.deepEqual(dismissed, [false, true, false]);
      assert.equal((await store.tables.notices.listOf(jane.id, { skip: 0, top: 10 })).total, 0);
    });

    test('are not written where their change was refused', async (t) => {
      const { store } = await open(t);
      const jane = await aStoredUser(store);
      await assert.rejects(
        store.change(async () => {
          const event = anEvent({ kind: 'factor.removed', subject: jane.id });
          return ok({
            value: undefined,
            events: [event, { ...event, at: Number.NaN as never }],
            touched: [],
          });
        }),
      );
      assert.equal((await store.tables.notices.listOf(jane.id, { skip: 0, top: 10 })).total, 0);
    });
  });
}

function aReset(user: User, but: Partial<PasswordReset> = {}): PasswordReset {
  return {
    userId: user.id,
    hash: digest.secret(newTokenText('resetLink', random)),
    author: 'system',
    createdAt: now,
    expiresAt: instant(now + 1_000),
    ...but,
  };
}

/** As quick as can be, so that the races are for the link: the real one has tests of its own. */
const plainHasher: PasswordHasher = {
  firstGuesses: { isCommon: () => false, siteWords: [] },
  hash: async (password) => password.reveal() as PasswordHash,
  verify: async (password, hash) => password.reveal() === hash,
};
