import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../scripts/root.mjs';
import { findProofFaults, readProofRows, testNamesIn } from './cited-tests.ts';

const page = 'docs/security-proof.md';
const rows = readProofRows(readFileSync(join(root, page), 'utf8'));

const count = (length: number) => Array.from({ length }, (_, index) => index + 1);
const checklist = {
  'PWD-0': 9,
  'OTP-0': 4,
  'REC-0': 1,
  'THR-0': 4,
  'MFA-0': 4,
  'SES-0': 4,
  'WEB-0': 8,
};
const agreed = [
  ...[...count(18), ...[20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 36]].map((number) => `R${number}`),
  ...Object.entries(checklist).flatMap(([part, length]) => count(length).map((number) => `${part}${number}`)),
];

describe('docs/security-proof.md', () => {
  it('names tests that are there, and a reason where it names none', () => {
    assert.deepEqual(findProofFaults(root, page, rows), []);
  });

  it('has each row once, and all that were agreed on', () => {
    const ids = rows.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    assert.deepEqual(
      agreed.filter((id) => !ids.includes(id)),
      [],
    );
  });

  it('is reported when it names what is not there, or shows nothing', () => {
    const self = '../test/walls/security-proof.test.ts';
    const planted = [
      `| Z1 | x | y | [a](${self}): \`is reported when it names what is not there, or shows nothing\` |`,
      `| Z2 | x | y | [a](${self}): \`is a name that no test has\` |`,
      '| Z3 | x | y | [a](../test/walls/none.test.ts): `anything` |',
      '| Z4 | x | y |  |',
      '| Z5 | x | y | Not yet. |',
      `| Z6 | x | y | [a](${self}): \`has each row once, and all that were agreed on\`<br>[b](${self}): \`no\` |`,
      `| ZZ-01 | x | y | [a](${self}): \`is a name that no test has either\` |`,
    ].join('\n');
    assert.deepEqual(findProofFaults(root, page, readProofRows(planted)), [
      `Z2: no test "is a name that no test has" in ${self}`,
      'Z3: no file ../test/walls/none.test.ts',
      'Z4: no test, and no reason',
      `Z6: no test "no" in ${self}`,
      `ZZ-01: no test "is a name that no test has either" in ${self}`,
    ]);
  });

  it('reads the names of tests as they are written, in every kind of quotes', () => {
    const source = `test('it\\'s', x); it("a 'b'", x); describe(\`of \${what}\`, x); test(
      'broken', x); test(key, x); best('none', x); // described('none', x)`;
    assert.deepEqual(testNamesIn(source), ["it's", "a 'b'", `of \${what}`, 'broken']);
  });
});
