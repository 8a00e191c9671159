import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { forget, isStillThere } from './gone.ts';

const key = ['services', 's1'];

/** A page that shows a service, with everything that was asked for it. */
function openPage() {
  const cache = new QueryClient({ defaultOptions: { queries: { enabled: isStillThere, retry: false } } });
  const asked: string[] = [];
  const show = (...queryKey: string[]) =>
    new QueryObserver(cache, {
      queryKey,
      queryFn: async () => {
        asked.push(queryKey.join('/'));
        return queryKey;
      },
    }).subscribe(() => undefined);
  return { cache, asked, show };
}

test('what was deleted is not read anew while its page still stands; what else is in sight is', async () => {
  const { cache, asked, show } = openPage();
  show(...key);
  show(...key, 'acts');
  show('services', 'list');
  await cache.invalidateQueries();
  asked.length = 0;
  await forget(cache, key);
  await cache.invalidateQueries();
  await cache.refetchQueries();
  assert.deepEqual([...new Set(asked)], ['services/list']);
});

test('what is on its way when something is deleted is called off', async () => {
  const cache = new QueryClient({ defaultOptions: { queries: { enabled: isStillThere } } });
  let calledOff = false;
  new QueryObserver(cache, {
    queryKey: key,
    queryFn: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          calledOff = true;
          reject(signal.reason);
        });
      }),
  }).subscribe(() => undefined);
  await forget(cache, key);
  assert.ok(calledOff);
});

test('once its page is left nothing of it is kept, and who comes back asks again', async () => {
  const { cache, asked, show } = openPage();
  const leave = show(...key);
  await cache.invalidateQueries();
  await forget(cache, key);
  assert.notEqual(cache.getQueryData(key), undefined);
  leave();
  assert.equal(cache.getQueryData(key), undefined);
  asked.length = 0;
  show(...key);
  await cache.refetchQueries();
  assert.ok(asked.includes('services/s1'));
});
