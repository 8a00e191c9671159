import assert from 'node:assert/strict';
import { test } from 'node:test';
import { done } from '../../test/an-authority.ts';
import { attemptsInMemory } from '../../test/factor-ports.ts';
import { digest, noon } from '../../test/platform.ts';
import { later } from '../kernel/instant.ts';
import { countRecentAttempts, SignInAttempts } from './sign-in-attempts.ts';
import { attemptsMemoryMilliseconds } from './throttle.ts';

test('guesses at an account are counted from everywhere and each kind apart, and forgotten a day after the last', async () => {
  let now = noon;
  const ports = { clock: { now: () => now }, digest, store: { attempts: attemptsInMemory() } };
  const guess = async (loginKey: string, address: string) =>
    done(await new SignInAttempts(ports, loginKey, address, 'second factor').admit());
  const count = (loginKey: string) => countRecentAttempts(ports, loginKey, 'second factor');
  assert.equal(await count('eve'), 0);
  await guess('eve', '192.0.2.7');
  now = later(noon, attemptsMemoryMilliseconds);
  await guess('eve', '198.51.100.7');
  await guess('bob', '192.0.2.7');
  assert.deepEqual([await count('eve'), await count('bob')], [2, 1]);
  assert.equal(await countRecentAttempts(ports, 'eve', 'sign-in'), 0);
  now = later(now, attemptsMemoryMilliseconds);
  assert.equal(await count('eve'), 2);
  now = later(now, 1);
  assert.equal(await count('eve'), 0);
});
