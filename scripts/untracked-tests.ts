/**
 * Loaded before each test file of a run. Node's test runner follows every promise of a process from its birth to its
 * collection, only to know in whose test a stray error arose: that is two fifths of the time of a file that asks a
 * database. Here it follows timers and sockets, which are few, and no promises. A stray error still fails its file,
 * if not always its own test, and ends it soon: the test that waits for what was lost would wait for ever.
 */
import hooks from 'node:async_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers';

/** For what else the file has to say. */
const lastWordsMilliseconds = 5_000;

const { createHook } = hooks;
hooks.createHook = (options) => {
  const isOfRunner = new Error().stack?.includes('node:internal/test_runner/') === true;
  return createHook(isOfRunner ? { ...options, trackPromises: false } : options);
};

for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, () => setTimeout(() => process.exit(1), lastWordsMilliseconds).unref());
