import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MemoryScratch } from '../../test/memory-scratch.ts';
import { RecordRing } from './record-ring.ts';

const pieceSize = 512;

test('a record is read as it was added until as many came after it as there is room for, and not afterwards', () => {
  const runs = fc.array(fc.oneof(fc.nat(3), fc.nat(700), fc.constantFrom(pieceSize, 2 * pieceSize)), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(runs, fc.constantFrom(1, 2, 3), fc.infiniteStream(fc.nat()), (adding, pieces, chosen) => {
      const capacity = pieces * pieceSize;
      const ring = new RecordRing(new MemoryScratch(), 4, capacity - 1);
      let last = 0;
      const into = new Uint32Array(1);
      const bytes = new Uint8Array(into.buffer);
      for (const count of adding) {
        for (let added = 0; added < count; added += 1) {
          last += 1;
          assert.equal(ring.next, last);
          into[0] = last * 7;
          ring.add(bytes);
        }
        for (let read = 0; read < 20; read += 1) {
          const number = 1 + ((chosen.next().value as number) % (last + 2));
          const isThere = number <= last && number > last - capacity;
          assert.equal(ring.has(number), isThere);
          assert.equal(ring.read(number, bytes), isThere);
          if (isThere) assert.equal(into[0], number * 7);
        }
      }
      ring.clear();
      assert.equal(ring.next, 1);
      assert.equal(last > 0 && ring.read(last, bytes), false);
    }),
  );
});

test('what was cleared is written over from the beginning', () => {
  const scratch = new MemoryScratch();
  const ring = new RecordRing(scratch, 1, 2 * pieceSize);
  for (let round = 0; round < 5; round += 1) {
    for (let added = 0; added < pieceSize + 1; added += 1) ring.add(Uint8Array.of(round));
    const into = new Uint8Array(1);
    for (const number of [1, pieceSize, pieceSize + 1]) {
      assert.ok(ring.read(number, into));
      assert.equal(into[0], round);
    }
    ring.clear();
  }
  assert.equal(scratch.bytes.length, pieceSize);
});
