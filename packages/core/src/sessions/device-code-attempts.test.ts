import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptsInMemory } from '../../test/factor-ports.ts';
import { digest, noon } from '../../test/platform.ts';
import { trustId, type UserId } from '../kernel/id.ts';
import { later } from '../kernel/instant.ts';
import { deviceCodeSeconds, lookByDeviceCode } from './device-code-attempts.ts';

function anAuthority() {
  let now = noon;
  const ports = { clock: { now: () => now }, digest, store: { attempts: attemptsInMemory() } };
  let looks = 0;
  return {
    pass(seconds: number) {
      now = later(now, seconds * 1_000);
    },
    looks: () => looks,
    look: (user: number, found?: string) =>
      lookByDeviceCode(
        ports,
        { userId: trustId<UserId>(`user ${user}`), address: `10.${user >> 8}.${user & 255}.1` },
        async () => {
          looks += 1;
          return found;
        },
      ),
  };
}

test('while a code lives, everybody together guesses too seldom for a chance of one in a million', async () => {
  const { look, looks, pass } = anAuthority();
  // The windows begin at whole ten minutes: five minutes before one, a code lives through two of them.
  pass(deviceCodeSeconds / 2);
  for (const begin of [0, 6_000]) {
    for (let user = begin; user < begin + 6_000; user += 1)
      for (let guess = 0; guess < 5; guess += 1) await look(user);
    pass(deviceCodeSeconds / 2);
  }
  assert.ok(looks() > 1_000);
  assert.ok(looks() / 20 ** 8 < 2 ** -20, `${looks()}`);
  pass(deviceCodeSeconds);
  assert.ok((await look(20_000)).ok);
});

test('what is found is no guess, and clears none', async () => {
  const { look } = anAuthority();
  for (let time = 0; time < 4; time += 1) assert.ok((await look(1)).ok);
  for (let time = 0; time < 50; time += 1)
    assert.deepEqual(await look(1, 'a device'), { ok: true, value: 'a device' });
  assert.ok((await look(1)).ok);
  assert.deepEqual(await look(1, 'a device'), {
    ok: false,
    refusal: { kind: 'rate-limited', retryAfterSeconds: 1 },
  });
});
