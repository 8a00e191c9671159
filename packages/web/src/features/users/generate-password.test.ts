import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generatePassword } from './generate-password.ts';

test('an initial password is long enough, and no sign in it is taken for another', () => {
  const password = generatePassword();
  assert.match(password, /^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){4}$/);
});

test('every byte of chance counts, and every sign is as likely as any other', () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const sign = generatePassword((bytes) => bytes.fill(byte)).charAt(0);
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  assert.equal(counts.size, 32);
  assert.deepEqual([...new Set(counts.values())], [8]);
  assert.notEqual(generatePassword(), generatePassword());
});
