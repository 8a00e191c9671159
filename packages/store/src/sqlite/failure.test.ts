import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreDefect, StoreUnavailable } from '../failures.ts';
import { failureOf, isBusy, isLasting } from './failure.ts';

const sqliteError = (errcode: number) => Object.assign(new Error('from the engine'), { errcode });

test('what may pass, and what the disk did, is "unavailable"; a broken constraint is a defect', () => {
  // Busy, busy in recovery, full, read-only, input/output error in fsync, corrupt, not a database.
  for (const code of [5, 261, 13, 8, 1034, 11, 26]) {
    const failure = failureOf(sqliteError(code));
    assert.ok(failure instanceof StoreUnavailable, String(code));
    assert.ok(failure.cause instanceof Error);
  }
  // Unique, check and foreign key constraints.
  for (const code of [2067, 275, 787]) assert.ok(failureOf(sqliteError(code)) instanceof StoreDefect);
});

test("an error that is not the engine's, or an error in our SQL, stays what it is", () => {
  for (const error of [new TypeError('ours'), sqliteError(1), 'not even an error', undefined]) {
    assert.equal(failureOf(error), error);
  }
});

test('only a lock is worth another try, and only the disk is past trusting', () => {
  assert.deepEqual(
    [5, 517, 6, 13, 1034].map((code) => isBusy(sqliteError(code))),
    [true, true, false, false, false],
  );
  assert.deepEqual(
    [5, 13, 10, 1034, 11].map((code) => isLasting(sqliteError(code))),
    [false, false, true, true, true],
  );
});
