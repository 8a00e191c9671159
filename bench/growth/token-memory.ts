/**
 * `npm run token-memory -- [--tokens 10000000] [--asked 1000000] [--folder <where the scratch file goes>]`
 *
 * What it costs to remember that many tokens in a scratch file: memory, room on the disk, and time. They are put in, then
 * asked for in an order that has nothing to do with the one in which they came.
 */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import {
  authorityServiceId,
  type Scratch,
  type SecretHash,
  TokenMemory,
  trustId,
  type UserId,
} from '@countersign/core';
import { scratchFile } from '../../packages/server/src/platform/scratch-file.ts';
import { bulkRandom } from '../../test/faults/bulk-random.ts';
import { crowdToken } from '../../test/faults/crowd-token.ts';

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '10000000' },
    asked: { type: 'string', default: '1000000' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const count = Number(values.tokens);
const asked = Math.min(count, Number(values.asked));
const owners = Array.from({ length: 1_000 }, (_, index) => trustId<UserId>(`owner-${index}`));
const random = bulkRandom();

let scratchBytes = 0;
const file = scratchFile(values.folder);
const counted: Scratch = {
  ...file,
  write(bytes, position) {
    scratchBytes = Math.max(scratchBytes, position + bytes.length);
    file.write(bytes, position);
  },
};
const memory = new TokenMemory({ size: 5_000, scratch: counted, capacity: 11 * 2 ** 20 });
const before = process.memoryUsage();
const putting = timePerToken(count, (index) => {
  const hash = hashOf(index);
  const owner = owners[index % owners.length] as UserId;
  memory.set(hash, crowdToken(index, hash, owner, [authorityServiceId], random));
});
const after = process.memoryUsage();
if (memory.failure !== undefined) throw memory.failure;

const step = coprimeStep(count);
let missed = 0;
const asking = timePerToken(asked, (index) => {
  if (memory.get(hashOf((index * step) % count)) === undefined) missed += 1;
});
const hashing = timePerToken(asked, (index) => void hashOf((index * step) % count));

console.log(`${count} tokens of ${owners.length} owners; ${asked} of them asked for.`);
console.log(`put in             ${putting.toFixed(2)} µs each, with making them`);
console.log(`asked for          ${(asking - hashing).toFixed(2)} µs each; ${missed} were not there`);
console.log(`memory for places  ${grown('arrayBuffers')}`);
console.log(`memory (RSS)       ${grown('rss')}, with what is still to be collected`);
console.log(`scratch file       ${(scratchBytes / 2 ** 20).toFixed(0)} MiB`);

function hashOf(index: number): SecretHash {
  return createHash('sha256').update(String(index)).digest('base64url') as SecretHash;
}

/** Microseconds of processor time. */
function timePerToken(times: number, work: (index: number) => void): number {
  const start = process.cpuUsage();
  for (let index = 0; index < times; index += 1) work(index);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times;
}

/** A step with which all indexes come up, far from their order. */
function coprimeStep(size: number): number {
  const divides = (one: number, other: number): boolean =>
    other === 0 ? one === 1 : divides(other, one % other);
  let found = Math.floor(size * 0.618_034) | 1;
  while (!divides(size, found)) found += 2;
  return found;
}

function grown(part: 'arrayBuffers' | 'rss'): string {
  const bytes = after[part] - before[part];
  return `${(bytes / 2 ** 20).toFixed(0)} MiB more, ${(bytes / count).toFixed(1)} bytes each`;
}
