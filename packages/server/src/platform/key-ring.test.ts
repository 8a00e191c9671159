import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { instant } from '@countersign/core';
import { openKeyRing } from './key-ring.ts';
import { UnfitKeyRing } from './key-ring-file.ts';
import { systemRandom } from './random.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
after(() => rmSync(folder, { recursive: true }));

const clock = { now: () => instant(1_769_860_800_000) };
let rings = 0;

/** Where a ring of its own may lie. */
function aFile(content?: unknown): string {
  rings += 1;
  const file = join(folder, `${rings}.json`);
  if (content !== undefined) {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  }
  return file;
}

const aKey = (version: number) => ({
  version,
  key: Buffer.from(systemRandom.bytes(32)).toString('base64url'),
  createdAt: '2026-01-31T12:00:00.000Z',
});

const open = (file: string) => openKeyRing(file, { clock, random: systemRandom, makeIfAbsent: false });
const openOrMake = (file: string) => openKeyRing(file, { clock, random: systemRandom, makeIfAbsent: true });

test('the first start makes a ring that only its owner can read, and leaves no draft behind', () => {
  const file = join(folder, 'deep', 'data', 'keys.json');
  openOrMake(file);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(folder, 'deep', 'data')), ['keys.json']);
  const { keys } = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(keys.length, 1);
  assert.equal(keys[0].version, 1);
  assert.equal(Buffer.from(keys[0].key, 'base64url').length, 32);
  assert.equal(keys[0].createdAt, '2026-01-31T12:00:00.000Z');
});

test('a later start uses the ring that is there and never writes over it', () => {
  const file = aFile();
  const before = openOrMake(file);
  const text = readFileSync(file, 'utf8');
  const after = openOrMake(file);
  assert.equal(readFileSync(file, 'utf8'), text);
  assert.ok(after.rowSeal.verify('row', 1, before.rowSeal.seal('row')));
});

test('a lost ring is not replaced by a new one beside a database that was sealed under it', () => {
  const file = aFile();
  assert.throws(
    () => open(file),
    (error) => error instanceof UnfitKeyRing && /is missing/.test(error.message),
  );
  assert.throws(() => statSync(file), /ENOENT/);
});

test('a seal fits its own row, key version and ring alone', () => {
  const { rowSeal } = openOrMake(aFile());
  const mac = rowSeal.seal('users|1|jane');
  assert.ok(rowSeal.verify('users|1|jane', rowSeal.newestVersion, mac));
  assert.ok(!rowSeal.verify('users|1|root', rowSeal.newestVersion, mac));
  assert.ok(!rowSeal.verify('users|1|jane', rowSeal.newestVersion + 1, mac));
  assert.ok(!openOrMake(aFile()).rowSeal.verify('users|1|jane', 1, mac));
  for (const other of ['', mac.slice(1), `${mac}=`, `${mac}A`, mac.toLowerCase(), '€'.repeat(mac.length)])
    assert.ok(!rowSeal.verify('users|1|jane', rowSeal.newestVersion, other));
});

test('of several keys the newest seals, and the older ones still verify', () => {
  const [one, two] = [aKey(1), aKey(2)];
  const before = open(aFile({ keys: [one] })).rowSeal;
  const after = open(aFile({ keys: [two, one] })).rowSeal;
  assert.equal(after.newestVersion, 2);
  assert.ok(after.verify('row', 1, before.seal('row')));
  assert.ok(after.verify('row', 2, after.seal('row')));
  assert.ok(!after.verify('row', 2, before.seal('row')));
});

test('a keyed hash depends on the ring, on the purpose, and on where the purpose ends', () => {
  const ring = openOrMake(aFile());
  assert.equal(ring.keyed('set-up', 'code'), ring.keyed('set-up', 'code'));
  const others = [
    ring.keyed('set-upc', 'ode'),
    ring.keyed('set-u', 'pcode'),
    ring.keyed('', 'set-upcode'),
    ring.keyed('set-up","code', ''),
    ring.rowSeal.seal('["set-up","code"]'),
    openOrMake(aFile()).keyed('set-up', 'code'),
  ];
  assert.ok(!others.includes(ring.keyed('set-up', 'code')));
});

test('a ring that others can open is refused with the way to mend it', {
  skip: process.platform === 'win32',
}, () => {
  for (const mode of [0o640, 0o604, 0o620, 0o644, 0o666]) {
    const file = aFile({ keys: [aKey(1)] });
    chmodSync(file, mode);
    assert.throws(
      () => openOrMake(file),
      (error) => error instanceof UnfitKeyRing && /chmod 600/.test(error.message),
    );
  }
});

test('a malformed ring is refused as a whole, and its text is not repeated', () => {
  const good = aKey(1);
  const malformed = [
    '',
    'canary',
    '[]',
    { keys: [] },
    { keys: [good], more: 1 },
    { keys: [good, aKey(1)] },
    { keys: [good, { ...aKey(2), version: '2' }] },
    { keys: [{ ...good, version: 0 }] },
    { keys: [{ ...good, key: good.key.slice(1) }] },
    { keys: [{ ...good, key: `${good.key}=` }] },
    { keys: [{ ...good, key: 'canary'.repeat(8) }] },
    { keys: [{ version: 1, key: good.key }] },
    { keys: [{ ...good, createdAt: 'yesterday' }] },
    JSON.stringify({ keys: [good] }).replace('{', '{"keys":[],'),
  ];
  for (const content of malformed) {
    assert.throws(
      () => openOrMake(aFile(content)),
      (error) => {
        return (
          error instanceof UnfitKeyRing && /is malformed/.test(error.message) && !/canary/.test(error.message)
        );
      },
    );
  }
});
