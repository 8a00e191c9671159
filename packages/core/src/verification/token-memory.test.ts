import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { permissionSets, serviceIds } from '../../test/arbitraries.ts';
import { ann, aToken, bob, everywhere, readPages, tracker, wiki } from '../../test/builders.ts';
import { MemoryScratch } from '../../test/memory-scratch.ts';
import type { PermanentToken } from '../credentials/permanent-token.ts';
import { type PermanentTokenId, type ProjectId, trustId } from '../kernel/id.ts';
import { instant, instantMax } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { TokenMemory } from './token-memory.ts';

function hashOf(what: string | number): SecretHash {
  return createHash('sha256').update(String(what)).digest('base64url') as SecretHash;
}

/** What checks need of a token, in the order in which nobody has to care. */
function facts({ authorId: _, name: _name, description: _description, ...token }: PermanentToken) {
  return token;
}

const tokens: fc.Arbitrary<PermanentToken> = fc
  .record({
    id: fc.oneof(fc.uuid(), fc.constantFrom('1', '1-2-3')).map((id) => trustId<PermanentTokenId>(id)),
    userId: fc.constantFrom(ann, bob),
    audience: fc.array(serviceIds, { minLength: 1, maxLength: 3 }),
    grant: fc.option(permissionSets, { nil: undefined }),
    ceiling: fc.option(permissionSets, { nil: undefined }),
    state: fc.constantFrom<PermanentToken['state']>(
      { kind: 'active' },
      { kind: 'active' },
      { kind: 'active' },
      { kind: 'paused' },
      { kind: 'revoked', at: instant(3), by: bob },
    ),
    createdAt: fc.integer({ min: 0, max: instantMax }).map(instant),
    expiresAt: fc.option(fc.integer({ min: 0, max: instantMax }).map(instant), { nil: undefined }),
  })
  .map(aToken);

test('a memory answers what was last set under a digest, in all that is decided by, or nothing', () => {
  const keys = fc.nat(15);
  const steps = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('set' as const), keys, tokens) },
    { weight: 6, arbitrary: fc.tuple(fc.constant('get' as const), keys, fc.constant(undefined)) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('delete' as const), keys, fc.constant(undefined)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('clear' as const), keys, fc.constant(undefined)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('flood' as const), keys, fc.constant(undefined)) },
  );
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (made) => {
      const memory = new TokenMemory({
        size: 4,
        scratch: new MemoryScratch(),
        capacity: 512,
      });
      const model = new Map<number, PermanentToken>();
      for (const [act, key, token] of made) {
        const hash = hashOf(key);
        if (act === 'set') {
          const own = { ...token, hash };
          memory.set(hash, own);
          model.set(key, own);
          assert.deepEqual(facts(own), facts(memory.get(hash) as PermanentToken));
        } else if (act === 'get') {
          // Again and again, so that it becomes an object.
          for (let again = 0; again < 70; again += 1) {
            const found = memory.get(hash);
            const expected = model.get(key);
            if (found !== undefined && expected === undefined) assert.fail('what was forgotten came back');
            if (found !== undefined && expected !== undefined)
              assert.deepEqual(facts(found as PermanentToken), facts(expected));
          }
        } else if (act === 'delete') {
          memory.delete(hash);
          model.delete(key);
        } else if (act === 'clear') {
          memory.clear();
          model.clear();
        } else
          for (let other = 0; other < 600; other += 1) {
            const flooding = hashOf(`flood ${other}`);
            memory.set(flooding, aToken({ hash: flooding, userId: ann }));
          }
      }
    }),
    { numRuns: 300 },
  );
});

test('as many are remembered as there is room for records, far more than objects', () => {
  const memory = new TokenMemory({
    size: 10,
    scratch: new MemoryScratch(),
    capacity: 20_000,
  });
  const made = Array.from({ length: 20_000 }, (_, index) =>
    aToken({ hash: hashOf(index), userId: index % 2 === 0 ? ann : bob, createdAt: instant(index) }),
  );
  for (const token of made) memory.set(token.hash, token);
  for (const token of made) assert.deepEqual(memory.get(token.hash), facts(token));
});

test('tokens that are alike have their audience and limits in common, and others never', () => {
  const memory = new TokenMemory({
    size: 10,
    scratch: new MemoryScratch(),
    capacity: 1_000,
  });
  const put = (what: string, but: Partial<PermanentToken>) => {
    const token = aToken({ hash: hashOf(what), userId: ann, audience: [wiki], ...but });
    memory.set(token.hash, token);
    return memory.get(token.hash) ?? assert.fail();
  };
  const one = put('one', { ceiling: everywhere(readPages) });
  const alike = put('alike', { ceiling: everywhere(readPages) });
  assert.equal(one.audience, alike.audience);
  assert.equal(one.ceiling, alike.ceiling);
  // A ceiling of nothing is not the same as none.
  assert.equal(put('none', { ceiling: undefined }).ceiling, undefined);
  assert.deepEqual(put('nothing', { ceiling: new Map() }).ceiling, new Map());
  assert.equal(put('not narrowed', { grant: undefined }).grant, undefined);
  assert.deepEqual(put('to nothing', { grant: new Map() }).grant, new Map());
  assert.deepEqual(put('narrowed', { grant: everywhere(readPages) }).ceiling, undefined);
  assert.deepEqual(put('elsewhere', { audience: [wiki, tracker] }).audience, [wiki, tracker]);
  assert.equal(put('of bob', { userId: bob, ceiling: everywhere(readPages) }).userId, bob);
});

test('a record of another token, an older one or none in the place of the right one is no token', () => {
  const scratch = new MemoryScratch();
  const memory = new TokenMemory({ size: 1, scratch, capacity: 1_024 });
  const made = Array.from({ length: 512 }, (_, index) => aToken({ hash: hashOf(index) }));
  for (const token of made) memory.set(token.hash, token);
  const [one, other] = [scratch.bytes.slice(0, 104), scratch.bytes.slice(104, 208)];
  assert.ok(memory.get(hashOf(0)));
  scratch.bytes.set(other, 0);
  assert.equal(memory.get(hashOf(0)), undefined);
  scratch.bytes.set(one, 104);
  assert.equal(memory.get(hashOf(1)), undefined);
  scratch.bytes.fill(0, 208, 312);
  assert.equal(memory.get(hashOf(2)), undefined);
  // One character of the digest, and the number alone.
  for (const [index, place] of [
    [3, 24],
    [4, 66],
    [5, 20],
  ] as const) {
    const at = index * 104 + place;
    assert.ok(memory.get(hashOf(index)));
    scratch.bytes[at] = (scratch.bytes[at] ?? 0) ^ 1;
    assert.equal(memory.get(hashOf(index)), undefined);
  }
  assert.ok(memory.get(hashOf(6)));
});

test('a scratch file that fails is given up once and for all, and tokens are remembered without it', () => {
  for (const part of ['read', 'write'] as const) {
    const scratch = new MemoryScratch();
    const memory = new TokenMemory({
      size: 600,
      scratch,
      capacity: 1_024,
    });
    for (let index = 0; index < 511; index += 1)
      memory.set(hashOf(index), aToken({ hash: hashOf(index), name: String(index) }));
    if (part === 'read') memory.set(hashOf(511), aToken({ hash: hashOf(511) }));
    scratch.isBroken = true;
    if (part === 'read') assert.equal(memory.get(hashOf(3)), undefined);
    else memory.set(hashOf(511), aToken({ hash: hashOf(511) }));
    assert.match(String(memory.failure), /the disk failed/);
    assert.ok(scratch.isClosed);
    scratch.isBroken = false;
    assert.equal(memory.get(hashOf(5)), undefined);
    memory.set(hashOf(6), aToken({ hash: hashOf(6) }));
    assert.ok(memory.get(hashOf(6)));
    if (part === 'write') assert.ok(memory.get(hashOf(511)));
    memory.delete(hashOf(6));
    assert.equal(memory.get(hashOf(6)), undefined);
  }
});

test('a token with more limits than are worth writing down is remembered as an object', () => {
  const scratch = new MemoryScratch();
  const memory = new TokenMemory({ size: 10, scratch, capacity: 512 });
  const wide = new Map(
    Array.from({ length: 501 }, (_, index) => [trustId<ProjectId>(String(index)), new Set([readPages])]),
  );
  const token = aToken({ hash: hashOf('wide'), ceiling: wide });
  memory.set(token.hash, token);
  assert.equal(memory.get(token.hash), token);
});
