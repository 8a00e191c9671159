import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AuditEntry,
  type AuditFilter,
  auditTotalMax,
  type Caller,
  instant,
  newId,
  noPermissions,
  ok,
  type PermanentTokenId,
  type ServiceId,
  type Store,
  type UserId,
} from '@countersign/core';
import { anEvent } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const ada = newId<UserId>(random);
const bob = newId<UserId>(random);
const wiki = newId<ServiceId>(random);
const laptop = newId<PermanentTokenId>(random);
const nightly = newId<PermanentTokenId>(random);

function byUser(userId: UserId, via: PermanentTokenId, address: string, requestId: string): Caller {
  return {
    actor: {
      kind: 'user',
      userId,
      login: 'somebody',
      via: { kind: 'permanent-token', id: via },
      permissions: noPermissions,
    },
    origin: { requestId, address },
  };
}

/** Ten events that differ in everything a filter can ask for. Their moments do not follow their numbers strictly. */
const written: readonly AuditEntry[] = [
  anEvent({ at: instant(100), kind: 'authority.founded' }),
  anEvent({ at: instant(200), caller: byUser(ada, laptop, '192.0.2.1', 'r1'), target: userTarget(bob) }),
  anEvent({
    at: instant(300),
    caller: byUser(ada, laptop, '192.0.2.1', 'r2'),
    kind: 'permanent-token.issued',
    subject: bob,
    target: { kind: 'permanent-token', id: nightly, name: 'nightly' },
  }),
  anEvent({
    at: instant(290),
    caller: byUser(bob, nightly, '2001:db8::7', 'r3'),
    kind: 'user.banned',
    target: userTarget(ada),
  }),
  anEvent({
    at: instant(400),
    caller: { actor: { kind: 'anonymous' }, origin: { requestId: 'r4', address: '192.0.2.9' } },
    kind: 'sign-in.failed',
    subject: ada,
    target: { kind: 'account-name', name: 'ada' },
  }),
  anEvent({
    at: instant(500),
    caller: { actor: { kind: 'service', serviceId: wiki }, origin: { requestId: 'r5' } },
    kind: 'service.registered',
    target: { kind: 'service', id: wiki, name: 'Wiki' },
  }),
  anEvent({
    at: instant(600),
    caller: byUser(ada, laptop, '2001:db8::7', 'r6'),
    kind: 'permanent-token.revoked',
    target: { kind: 'permanent-token', id: nightly, name: 'nightly' },
  }),
  anEvent({ at: instant(600), caller: byUser(ada, laptop, '2001:db8::7', 'r6'), target: userTarget(bob) }),
  anEvent({ at: instant(650), kind: 'row.forged', target: { kind: 'row', id: 'ü\n', name: 'users' } }),
  anEvent({ at: instant(700), kind: 'user.banned', target: userTarget(bob) }),
];

function userTarget(id: UserId): AuditEntry['target'] {
  return { kind: 'user', id, name: 'a name' };
}

async function record(store: Store, entries: readonly AuditEntry[]): Promise<void> {
  const [first, ...rest] = entries;
  if (first === undefined) return;
  await store.change(async () => ok({ value: undefined, events: [first, ...rest], touched: [] }));
}

async function numbersOf(store: Store, filter: AuditFilter): Promise<readonly number[]> {
  const page = await store.audit.list(filter, { skip: 0, top: 100 });
  const numbers = page.items.map(({ number }) => number);
  assert.deepEqual([page.total, page.isCapped], [numbers.length, false]);
  const walked: number[] = [];
  for await (const piece of store.audit.walk(filter)) walked.push(...piece.map(({ number }) => number));
  assert.deepEqual(walked, numbers, 'a walk finds what the list finds');
  return numbers;
}

export function auditSearchContract(open: OpenFreshStore): void {
  describe('a search of the audit log', () => {
    const searches: Readonly<Record<string, readonly [AuditFilter, readonly number[]]>> = {
      'for nothing in particular finds all, newest first': [{}, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
      'from a moment on': [{ after: instant(500) }, [10, 9, 8, 7, 6]],
      'up to a moment, which is not in it': [{ before: instant(300) }, [4, 2, 1]],
      'between two moments, where clocks disagree with the order of commits': [
        { after: instant(290), before: instant(400) },
        [4, 3],
      ],
      'in a time without events': [{ after: instant(701) }, []],
      'between two numbers, neither of which is in it': [{ afterNumber: 3, beforeNumber: 6 }, [5, 4]],
      'by kind': [{ kinds: ['user.banned'] }, [10, 4]],
      'by any of several kinds': [
        { kinds: ['user.banned', 'permanent-token.issued', 'session.ended', 'user.banned'] },
        [10, 4, 3],
      ],
      'by the user who acted': [{ actors: [ada] }, [8, 7, 3, 2]],
      'by the service that acted': [{ actors: [wiki] }, [6]],
      'by the authority itself, or by nobody': [{ actors: ['system', 'anonymous'] }, [10, 9, 5, 1]],
      'by whose account it touched': [{ subjectIds: [ada, bob] }, [5, 3]],
      'by the kind of its target': [{ targetKinds: ['permanent-token', 'row'] }, [9, 7, 3]],
      'by its target': [{ targetIds: [bob] }, [10, 8, 2]],
      'by the credential that was used': [{ credentialIds: [laptop] }, [8, 7, 3, 2]],
      'by address': [{ addresses: ['2001:db8::7'] }, [8, 7, 4]],
      'by request': [{ requestIds: ['r6'] }, [8, 7]],
      'by several things at once': [
        { actors: [ada], targetKinds: ['user'], kinds: ['user.created'], addresses: ['192.0.2.1'] },
        [2],
      ],
      'by several things that each fit and never together': [{ actors: [bob], targetIds: [bob] }, []],
      'by time and by something else': [
        { after: instant(250), before: instant(650), actors: [ada] },
        [8, 7, 3],
      ],
      'by number and by something else': [{ beforeNumber: 8, actors: [ada], targetIds: [bob] }, [2]],
      'for something that never was': [{ actors: [newId<UserId>(random)] }, []],
      'for one of nothing': [{ actors: [ada], kinds: [] }, []],
      'for a value that looks like SQL': [{ requestIds: ["' or 1=1 --"] }, []],
    };
    test('finds by every member of a filter, alone and together, and nothing else', async (t) => {
      const { store } = await open(t);
      await record(store, written);
      for (const [what, [filter, expected]] of Object.entries(searches)) {
        assert.deepEqual(await numbersOf(store, filter), expected, what);
      }
    });

    test('answers in windows that never overlap, each with the number of all', async (t) => {
      const { store } = await open(t);
      await record(store, written);
      for (const filter of [{}, { actors: [ada, bob, 'system'] }]) {
        const all = await numbersOf(store, filter);
        for (const [skip, top] of [
          [0, 3],
          [3, 3],
          [6, 10],
          [all.length, 5],
          [0, 0],
        ] as const) {
          const page = await store.audit.list(filter, { skip, top });
          assert.deepEqual(
            page.items.map(({ number }) => number),
            all.slice(skip, skip + top),
          );
          assert.equal(page.total, all.length);
        }
      }
    });

    test('counts no further than it promises, and says that there is more', async (t) => {
      const { store } = await open(t);
      const many = Array.from({ length: 1_000 }, () => anEvent({ kind: 'session.started' }));
      for (let i = 0; i < auditTotalMax / many.length; i++) await record(store, many);
      const filter: AuditFilter = { kinds: ['session.started', 'session.ended'] };
      const exact = await store.audit.list(filter, { skip: auditTotalMax - 2, top: 5 });
      assert.deepEqual(
        [exact.items.map(({ number }) => number), exact.total, exact.isCapped],
        [[2, 1], auditTotalMax, false],
      );
      await record(store, [anEvent({ kind: 'session.ended' })]);
      for (const one of [filter, {}]) {
        const { total, isCapped, items } = await store.audit.list(one, { skip: 0, top: 1 });
        assert.deepEqual([total, isCapped, items[0]?.number], [auditTotalMax, true, auditTotalMax + 1]);
      }
      let walked = 0;
      for await (const piece of store.audit.walk(filter)) walked += piece.length;
      assert.equal(walked, auditTotalMax + 1, 'a walk goes on to the end');
    });

    test('walks over what was there when it began, while more is written', async (t) => {
      const { store } = await open(t);
      const many = Array.from({ length: 700 }, () => anEvent());
      await record(store, many);
      const walked: number[] = [];
      for await (const piece of store.audit.walk({})) {
        walked.push(...piece.map(({ number }) => number));
        await record(store, many.slice(0, 10));
      }
      assert.deepEqual(
        walked,
        Array.from({ length: 700 }, (_, i) => 700 - i),
      );
    });

    test('may be given up in the middle of a walk', async (t) => {
      const { store } = await open(t);
      await record(
        store,
        Array.from({ length: 600 }, () => anEvent()),
      );
      for await (const piece of store.audit.walk({})) {
        assert.equal(piece[0]?.number, 600);
        break;
      }
      assert.equal((await store.audit.list({}, { skip: 0, top: 1 })).total, 600);
    });

    test('finds one event by its number', async (t) => {
      const { store } = await open(t);
      await record(store, written);
      const [all] = [await store.audit.listAfter(0, 100)];
      assert.deepEqual(await store.audit.find(4), all[3]);
      for (const absent of [0, 11, -1, Number.MAX_SAFE_INTEGER]) {
        assert.equal(await store.audit.find(absent), undefined);
      }
    });
  });
}
