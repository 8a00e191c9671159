import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, newId, type RefusedRedirect, type RefusedRedirectId } from '@countersign/core';
import { aService, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

function refused(uri: string, triedAt: number, from: string | undefined = '192.0.2.1'): RefusedRedirect {
  return {
    id: newId<RefusedRedirectId>(random),
    uri,
    isVerbatim: true,
    count: 1,
    triedAt: instant(triedAt),
    triedFrom: from,
    firstFrom: from,
  };
}

async function openWith(open: OpenFreshStore, t: Parameters<OpenFreshStore>[0]) {
  const { store } = await open(t);
  const service = aService();
  await write(store, (tables) => tables.services.insert(service));
  const record = (...noted: readonly RefusedRedirect[]) =>
    store.refusedRedirects.record(new Map([[service.id, noted]]));
  const list = (since = 0) => store.tables.refusedRedirects.list(service.id, instant(since));
  return { store, service, record, list };
}

export function refusedRedirectsContract(open: OpenFreshStore): void {
  describe('refused redirect addresses', () => {
    test('come back as they were written, the latest first, and of one service alone', async (t) => {
      const { store, record, list } = await openWith(open, t);
      const one = refused('https://a.test/?b="c"', 5);
      const other = { ...refused('https://b.test/', 7, undefined), isVerbatim: false, count: 3 };
      await record(one, other);
      assert.deepEqual(await list(), [other, one]);
      assert.deepEqual(await list(6), [other]);
      assert.deepEqual(await store.tables.refusedRedirects.list(aService().id, instant(0)), []);
    });

    test('keep their ids and add up over batches; what has no place any more goes', async (t) => {
      const { record, list } = await openWith(open, t);
      const first = refused('https://a.test/', 1);
      await record(first);
      await record(refused('https://a.test/', 2), refused('https://b.test/', 3));
      assert.deepEqual(
        (await list()).map(({ id, uri, count }) => [id === first.id, uri, count]),
        [
          [false, 'https://b.test/', 1],
          [true, 'https://a.test/', 2],
        ],
      );
      await record(...[4, 5, 6].map((at) => refused(`https://${at}.test/`, at)));
      assert.deepEqual(
        (await list()).map(({ triedAt }) => triedAt),
        [6, 5, 4],
      );
    });

    test('are deleted one by one, swept by age, and gone with their service', async (t) => {
      const { store, service, record, list } = await openWith(open, t);
      const [one, two, three] = [1, 2, 3].map((at) => refused(`https://${at}.test/`, at));
      assert.ok(one && two && three);
      await record(one, two, three);
      await write(store, (tables) => tables.refusedRedirects.delete(service.id, two.id));
      assert.deepEqual(await list(), [three, one]);
      assert.equal(await store.refusedRedirects.sweep(instant(3)), 1);
      assert.deepEqual(await list(), [three]);
      await write(store, (tables) => tables.services.delete(service.id));
      assert.deepEqual(await list(), []);
      await record(one);
      assert.deepEqual(await list(), []);
    });

    test('are written by two at once', async (t) => {
      const { record, list } = await openWith(open, t);
      const batches = [0, 1, 2, 3].map((n) => record(refused(`https://${n}.test/`, n, `192.0.2.${n}`)));
      await Promise.all(batches);
      assert.equal((await list()).length, 4);
    });
  });
}
