import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBody, useReportBody } from '@countersign/api';
import fc from 'fast-check';
import { plainAddress, reportOf } from './use-report.ts';
import { type Entry, UseTally } from './use-tally.ts';

const addresses: readonly [string, string | undefined][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:DB8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['::1', '::1'],
  ['', undefined],
  ['unknown', undefined],
  ['192.0.2.01', undefined],
  ['256.1.1.1', undefined],
  ['1.2.3', undefined],
  ['1.2.3.4, 5.6.7.8', undefined],
  ['1.2.3.4:80', undefined],
  ['[::1]', undefined],
  [':', undefined],
  ['1:2', undefined],
  ['::1]/x[', undefined],
];

for (const [text, address] of addresses) {
  test(`an address ${JSON.stringify(text)} is told as ${address}`, () => {
    assert.equal(plainAddress(text), address);
  });
}

test('whatever a client calls itself and an application takes for its address, the authority can read the report', () => {
  const letters = fc.constantFrom(...'0123456789abcdef.:%');
  const address = fc.oneof(fc.string({ unit: letters, maxLength: 50 }), fc.ipV4(), fc.ipV6(), fc.string());
  const agent = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant('a'.repeat(20_000)));
  const lone = fc.constantFrom('\ud800', 'x\u0000y', '\u2028', '\r\n', `${'a'.repeat(199)}😀`);
  fc.assert(
    fc.property(address, fc.oneof(agent, lone), fc.nat(), (address, userAgent, count) => {
      const tally = new UseTally(10);
      tally.note('id', 1_700_000_000_999, { address, userAgent }, { count: count * 10_000 + 1 });
      tally.noteExercised('id', 'wiki.read', -5);
      const reading = readBody(useReportBody, JSON.parse(JSON.stringify(reportOf(tally.take(10)))));
      assert.deepEqual(reading.ok ? reading.ignored : reading.errors, []);
    }),
    { numRuns: 500 },
  );
});

test('the longest report is shorter than an authority takes', () => {
  const tally = new UseTally(1_000);
  const visitor = { address: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', userAgent: '"ÿ'.repeat(200) };
  for (let entry = 0; entry < 250; entry++)
    tally.note(`${entry} `.padEnd(36, 'x'), 1, visitor, { count: 1e12 });
  const entries: readonly Entry[] = tally.take(250);
  assert.ok(new TextEncoder().encode(JSON.stringify(reportOf(entries))).length < 262_144);
});
