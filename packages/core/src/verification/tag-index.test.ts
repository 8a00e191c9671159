import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TagIndex } from './tag-index.ts';

// Few of each, and neighbours, so that they get into each other's way.
const shards = fc.constantFrom(0, 1, 255);
const tags = fc.oneof(fc.nat(40), fc.integer({ min: 0xffffffff - 20, max: 0xffffffff }));
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constant('set' as const), shards, tags) },
    { weight: 3, arbitrary: fc.tuple(fc.constant('delete' as const), shards, tags) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('age' as const), fc.constant(0), fc.nat(30)) },
  ),
  { minLength: 50, maxLength: 400 },
);

test('an entry is found under its shard and tag until it is taken away, however many come and go around it', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      let oldest = 0;
      const index = new TagIndex((number) => number >= oldest);
      const model = new Map<string, number>();
      for (const [step, [act, shard, tag]] of taken.entries()) {
        const number = step + 1;
        if (act === 'set') {
          index.set(shard, tag, number);
          model.set(`${shard} ${tag}`, number);
        } else if (act === 'delete') {
          index.delete(shard, tag);
          model.delete(`${shard} ${tag}`);
        } else oldest = Math.max(oldest, number - tag);
      }
      for (const shard of [0, 1, 255])
        for (const tag of [...Array(41).keys(), 0xffffffff, 0xfffffff0]) {
          const expected = model.get(`${shard} ${tag}`) ?? 0;
          const found = index.get(shard, tag);
          // What is no longer live may be dropped, and nothing else.
          assert.ok(found === expected || (found === 0 && expected < oldest), `${shard} ${tag}: ${found}`);
        }
    }),
    { numRuns: 500 },
  );
});

test('what is no longer live takes no more room than twice as much that is', () => {
  const kept = 1_000;
  let last = 0;
  let asked = 0;
  let mostAsked = 0;
  const index = new TagIndex((number) => {
    asked += 1;
    return number > last - kept;
  });
  const tagOf = (number: number) => Math.imul(number, 0x9e3779b1) >>> 0;
  for (last = 1; last <= 100 * kept; last += 1) {
    asked = 0;
    index.set(0, tagOf(last), last);
    mostAsked = Math.max(mostAsked, asked);
  }
  // Where room is made, all that is there is asked about twice.
  assert.ok(mostAsked > kept && mostAsked < 2 * 3 * kept, `there were ${mostAsked / 2}`);
  last -= 1;
  for (const age of [0, 1, kept - 1]) assert.equal(index.get(0, tagOf(last - age)), last - age);
});

test('nothing is found once all was cleared', () => {
  const index = new TagIndex(() => true);
  for (let tag = 0; tag < 100; tag += 1) index.set(tag, tag, tag + 1);
  index.clear();
  for (let tag = 0; tag < 100; tag += 1) assert.equal(index.get(tag, tag), 0);
});
