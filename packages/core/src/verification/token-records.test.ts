import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { aToken } from '../../test/builders.ts';
import { MemoryScratch } from '../../test/memory-scratch.ts';
import { trustId, type UserId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { TokenRecords } from './token-records.ts';

function hashOf(what: number): SecretHash {
  return createHash('sha256').update(String(what)).digest('base64url') as SecretHash;
}

test('when numbers are used up all is forgotten, and no token comes out with what another had in common', () => {
  const numbers = 5;
  const records = new TokenRecords(new MemoryScratch(), 512, numbers);
  const ownerOf = (index: number) => trustId<UserId>(`owner-${index}`);
  let found = 0;
  for (let index = 0; index < 100; index += 1) {
    records.set(hashOf(index), aToken({ hash: hashOf(index), userId: ownerOf(index) }));
    assert.equal(records.get(hashOf(index))?.userId, ownerOf(index));
    for (let before = 0; before < index; before += 1) {
      const token = records.get(hashOf(before));
      if (token === undefined) continue;
      assert.equal(token.userId, ownerOf(before));
      found += 1;
    }
  }
  assert.equal(found, (100 / numbers) * (1 + 2 + 3 + 4));
});

test('a token whose owner is forgotten among too many is read anew, and is nobody else’s', () => {
  const records = new TokenRecords(new MemoryScratch(), 200_000);
  const count = 60_000;
  const ownerOf = (index: number) => trustId<UserId>(`owner-${index}`);
  for (let index = 0; index < count; index += 1)
    records.set(hashOf(index), aToken({ hash: hashOf(index), userId: ownerOf(index) }));
  let kept = 0;
  for (let index = 0; index < count; index += 1) {
    const token = records.get(hashOf(index));
    if (token === undefined) continue;
    assert.equal(token.userId, ownerOf(index));
    kept += 1;
  }
  assert.ok(kept >= 25_000 && kept <= 50_000, `${kept} were kept`);
});

test('an owner whose tokens keep coming is not forgotten among others, though none of the tokens is asked for', () => {
  const records = new TokenRecords(new MemoryScratch(), 200_000);
  for (let index = 0; index < 60_000; index += 1) {
    const userId = trustId<UserId>(index % 100 === 0 ? 'the one' : `owner-${index}`);
    records.set(hashOf(index), aToken({ hash: hashOf(index), userId }));
  }
  assert.equal(records.get(hashOf(59_900))?.userId, 'the one');
  assert.equal(records.get(hashOf(0))?.userId, 'the one');
});
