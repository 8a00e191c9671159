import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { UseReport } from '@countersign/api';
import { NoAnswer, NotUnderstood } from './no-answer.ts';
import { UseReporter } from './use-reporter.ts';

const midnight = 20_000 * 86_400_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A reporter whose time a test makes pass, before an authority that fails where it is told to. */
function aReporter(t: TestContext, entriesMax = 100) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const state = {
    now: midnight + 50_000,
    failure: undefined as Error | undefined,
    reports: [] as UseReport[],
    problems: [] as string[],
    hold: undefined as Promise<void> | undefined,
  };
  const questions = {
    async tellUses(report: UseReport): Promise<void> {
      state.reports.push(report);
      await state.hold;
      if (state.failure !== undefined) throw state.failure;
    },
  };
  const ports = {
    questions,
    wall: () => state.now,
    onProblem: ({ message }: Error) => void state.problems.push(message),
  };
  return {
    state,
    reporter: new UseReporter(ports, entriesMax),
    async pass(seconds: number): Promise<void> {
      state.now += seconds * 1_000;
      t.mock.timers.tick(seconds * 1_000);
      for (let time = 0; time < 10; time++) await turn();
    },
  };
}

const usesOf = (reports: readonly UseReport[]) =>
  reports.flatMap(({ uses = [] }) => uses.map(({ jti, count }) => `${jti} ${count}`));

test('what was counted is told once in ten seconds, in one report, with the last time and who it was', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  for (let time = 0; time < 5; time++)
    reporter.note('a', state.now, { address: '192.0.2.1', userAgent: 'curl/8' });
  reporter.note('a', state.now, undefined);
  reporter.note('b', state.now, { address: '::ffff:192.0.2.2', userAgent: 'git\r\n2' });
  reporter.noteExercised('b', 'wiki.read');
  await pass(9);
  assert.deepEqual(state.reports, []);
  await pass(1);
  const last = (midnight + 50_000) / 1_000;
  assert.deepEqual(state.reports, [
    {
      uses: [
        { jti: 'a', count: 6, last, address: undefined, user_agent: undefined },
        { jti: 'b', count: 1, last, address: '192.0.2.2', user_agent: 'git  2' },
      ],
      permissions: [{ jti: 'b', permission: 'wiki.read', count: 1, last }],
    },
  ]);
  await pass(60);
  assert.equal(state.reports.length, 1);
  reporter.note('a', state.now, undefined);
  await pass(10);
  assert.equal(state.reports.length, 2);
});

test('uses of two days are two entries', async (t) => {
  const { state, reporter } = aReporter(t);
  state.now = midnight - 1;
  reporter.note('a', state.now, undefined);
  state.now = midnight;
  reporter.note('a', state.now, undefined);
  reporter.note('a', state.now, undefined);
  await reporter.close();
  assert.deepEqual(usesOf(state.reports), ['a 1', 'a 2']);
});

test('what could not be told is told later, with what has come since; why not is said once', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  state.failure = new NoAnswer('the authority cannot be reached');
  reporter.note('a', state.now, { address: '192.0.2.1' });
  reporter.noteExercised('a', 'wiki.read');
  await pass(10);
  reporter.note('a', state.now, undefined);
  await pass(10);
  assert.deepEqual(state.problems, ['the authority cannot be reached']);
  state.failure = undefined;
  state.reports.length = 0;
  await pass(10);
  assert.deepEqual(usesOf(state.reports), ['a 2']);
  assert.equal(state.reports[0]?.permissions?.[0]?.count, 1);
  await pass(10);
  assert.equal(state.reports.length, 1);
});

test('what the authority does not understand is not told again: an older one has no such address', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  state.failure = new NotUnderstood('the authority answered 404');
  reporter.note('a', state.now, undefined);
  await pass(30);
  assert.equal(state.reports.length, 1);
  assert.deepEqual(state.problems, ['the authority answered 404']);
});

test('no second report is under way beside the first; what comes meanwhile is in the next', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  let go = () => {};
  state.hold = new Promise((resolve) => {
    go = resolve;
  });
  reporter.note('a', state.now, undefined);
  await pass(10);
  reporter.note('a', state.now, undefined);
  reporter.note('b', state.now, undefined);
  await pass(60);
  assert.deepEqual(usesOf(state.reports), ['a 1']);
  go();
  await pass(0);
  await pass(10);
  assert.deepEqual(usesOf(state.reports), ['a 1', 'a 1', 'b 1']);
});

test('memory is bounded: what would be one credential too many is dropped, counted and said', async (t) => {
  const { state, reporter, pass } = aReporter(t, 3);
  for (let credential = 0; credential < 1_000; credential++)
    reporter.note(`${credential}`, state.now, undefined);
  reporter.noteExercised('0', 'wiki.read');
  reporter.note('0', state.now, undefined);
  await pass(10);
  assert.deepEqual(usesOf(state.reports), ['0 2', '1 1', '2 1']);
  assert.match(state.problems.join(), /^998 uses are not counted/);
});

test('many credentials are told in several reports, each as long as the authority takes', async (t) => {
  const { state, reporter } = aReporter(t, 10_000);
  for (let credential = 0; credential < 600; credential++) {
    reporter.note(`${credential}`, state.now, undefined);
    reporter.noteExercised(`${credential}`, 'wiki.read');
  }
  await reporter.close();
  const lengths = state.reports.map(({ uses = [], permissions = [] }) => uses.length + permissions.length);
  assert.deepEqual(lengths, [250, 250, 250, 250, 200]);
  assert.equal(new Set(usesOf(state.reports)).size, 600);
});

test('what is left is told at the end, and where there is nothing nobody is asked', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  reporter.note('a', state.now, undefined);
  await reporter.close();
  await pass(60);
  assert.deepEqual(usesOf(state.reports), ['a 1']);
  await reporter.close();
  assert.equal(state.reports.length, 1);
});

test('a use that goes where the last one was counted is counted once, before that was told and after', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  let kept = reporter.note('a', state.now, undefined);
  kept = reporter.note('a', state.now, undefined, kept);
  kept = reporter.note('a', state.now, undefined);
  await pass(10);
  assert.deepEqual(usesOf(state.reports), ['a 3']);
  kept = reporter.note('a', state.now, undefined, kept);
  reporter.note('a', state.now, undefined, kept);
  await pass(10);
  assert.deepEqual(usesOf(state.reports), ['a 3', 'a 2']);
});

test('a use of the next day is counted for itself, wherever the last one was counted', async (t) => {
  const { state, reporter, pass } = aReporter(t);
  const kept = reporter.note('a', midnight - 1, undefined);
  reporter.note('a', midnight, undefined, kept);
  await pass(10);
  assert.deepEqual(
    state.reports.flatMap(({ uses = [] }) => uses.map(({ count, last }) => [count, last])),
    [
      [1, (midnight - 1) / 1_000],
      [1, midnight / 1_000],
    ],
  );
});

test('where there is no room for a use, the next one finds none either, and both are dropped', async (t) => {
  const { state, reporter, pass } = aReporter(t, 1);
  reporter.note('a', state.now, undefined);
  const kept = reporter.note('b', state.now, undefined);
  assert.equal(kept, undefined);
  reporter.note('b', state.now, undefined, kept);
  await pass(10);
  assert.deepEqual(usesOf(state.reports), ['a 1']);
  assert.match(state.problems.join(), /^2 uses are not counted/);
});
