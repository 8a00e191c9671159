import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PasswordHash, type PasswordHasher, Secret } from '@countersign/core';
import { parseOptions } from '@node-rs/argon2';
import { createFirstGuesses } from './first-guesses.ts';
import { createPasswordHasher } from './password-hasher.ts';
import { systemRandom } from './random.ts';

const guesses = createFirstGuesses('https://id.example.com/auth');
const hasher = createPasswordHasher(systemRandom, { hashConcurrency: 2, hashQueue: 32 }, guesses);

async function hashOf(password: string, by: PasswordHasher = hasher): Promise<PasswordHash> {
  const hash = await by.hash(new Secret(password));
  assert.notEqual(hash, 'busy');
  return hash as PasswordHash;
}

const isRight = (password: string, hash: PasswordHash | undefined) =>
  hasher.verify(new Secret(password), hash);

test('a password is kept as argon2id with 19 MiB, two passes, one lane and a salt of its own', async () => {
  const [one, other] = [await hashOf('correct horse battery'), await hashOf('correct horse battery')];
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(parseOptions(one).saltLen, 16);
  assert.notEqual(one, other);
});

test('a password is right exactly as it was typed', async () => {
  const hash = await hashOf('Correct horse battery');
  assert.equal(await isRight('Correct horse battery', hash), true);
  for (const wrong of ['correct horse battery', 'Correct horse battery ', 'Correct horse batter', '\u0000']) {
    assert.equal(await isRight(wrong, hash), false);
  }
});

test('a long password counts to its last character', async () => {
  const long = `${'ä'.repeat(100)}-first`;
  const hash = await hashOf(`${long}!`);
  assert.equal(await isRight(`${long}!`, hash), true);
  assert.equal(await isRight(`${long}?`, hash), false);
});

test('composed and decomposed forms of one text are one password, at setting and at checking', async () => {
  const [composed, decomposed] = [
    'Zürich im Frühling'.normalize('NFC'),
    'Zürich im Frühling'.normalize('NFD'),
  ];
  assert.equal(await isRight(decomposed, await hashOf(composed)), true);
  assert.equal(await isRight(composed, await hashOf(decomposed)), true);
});

test('nothing is right where no password is known', async () => {
  for (const password of ['correct horse battery', '\u0000', 'nobody has this password'])
    assert.equal(await isRight(password, undefined), false);
});

test('text that no password can be is wrong, even where its stand-in would be right', async () => {
  const hash = await hashOf('nobody has this password');
  assert.equal(await isRight('nobody has this password', hash), true);
  assert.equal(await isRight('a'.repeat(1_025), hash), false);
  assert.equal(await isRight('correct horse \ud800', hash), false);
});

test('a password of a mebibyte is refused without being hashed', async () => {
  const full = createPasswordHasher(systemRandom, { hashConcurrency: 1, hashQueue: 0 }, guesses);
  const busy = full.hash(new Secret('correct horse battery'));
  // The only slot is taken and nobody may wait: whatever needed a hash would be told `busy`.
  assert.equal(await full.verify(new Secret('a'.repeat(2 ** 20)), undefined), false);
  assert.equal(await full.verify(new Secret('a'.repeat(300)), undefined), 'busy');
  await busy;
});

test('an unknown account, an unusable text and a wrong password cost the same', async () => {
  const hash = await hashOf('correct horse battery');
  const attempts: Record<string, () => Promise<unknown>> = {
    wrong: () => isRight('wrong horse battery', hash),
    unknown: () => isRight('wrong horse battery', undefined),
    empty: () => isRight('\u0000', hash),
    overlong: () => isRight('a'.repeat(2_000), undefined),
  };
  const fastest = new Map<string, number>(
    Object.keys(attempts).map((kind) => [kind, Number.POSITIVE_INFINITY]),
  );
  for (let round = 0; round < 8; round++) {
    for (const [kind, attempt] of Object.entries(attempts)) {
      const start = process.hrtime.bigint();
      await attempt();
      const nanoseconds = Number(process.hrtime.bigint() - start);
      fastest.set(kind, Math.min(fastest.get(kind) ?? nanoseconds, nanoseconds));
    }
  }
  // The fastest of each kind: what the machine's other work adds is not compared. A skipped hash would be hundreds of times faster.
  const times = [...fastest.values()];
  assert.ok(Math.max(...times) < 3 * Math.min(...times), JSON.stringify([...fastest]));
});

test('a new password that breaks the rules is a defect, not a hash', async () => {
  await assert.rejects(hasher.hash(new Secret('a'.repeat(1_025))), TypeError);
  await assert.rejects(hasher.hash(new Secret('correct horse \ud800')), TypeError);
});
