import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedAnswer } from './shared-answer.ts';

/** A store whose answers the test lets go one by one. */
function aSlowStore() {
  const asked: { answer(value: number): void; fail(): void }[] = [];
  const shared = new SharedAnswer<number>(
    () =>
      new Promise((resolve, reject) => {
        asked.push({ answer: resolve, fail: () => reject(new Error('not reachable')) });
      }),
  );
  return { asked, shared };
}

const turn = () => new Promise(setImmediate);

test('all who ask in one turn get one answer, asked for after the last of them', async () => {
  const { asked, shared } = aSlowStore();
  const questions = [shared.get(), shared.get()];
  await Promise.resolve();
  questions.push(shared.get());
  assert.equal(asked.length, 0);
  await turn();
  assert.equal(asked.length, 1);
  asked[0]?.answer(7);
  assert.deepEqual(await Promise.all(questions), [7, 7, 7]);
});

test('who asks while a question is under way waits for the next one', async () => {
  const { asked, shared } = aSlowStore();
  const early = shared.get();
  await turn();
  const late = [shared.get(), shared.get()];
  await turn();
  assert.equal(asked.length, 1);
  asked[0]?.answer(1);
  assert.equal(await early, 1);
  await turn();
  assert.equal(asked.length, 2);
  asked[1]?.answer(2);
  assert.deepEqual(await Promise.all(late), [2, 2]);
});

test('a failed question fails those who shared it, and nobody after them', async () => {
  const { asked, shared } = aSlowStore();
  const failed = [shared.get(), shared.get()];
  await turn();
  const next = shared.get();
  asked[0]?.fail();
  for (const question of failed) await assert.rejects(question, /not reachable/);
  await turn();
  asked[1]?.answer(3);
  assert.equal(await next, 3);
});
