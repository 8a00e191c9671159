import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the theme is kept under the name that the script before the page looks for', () => {
  const kept = /storedChoice<Theme>\('([^']+)'/.exec(read('theme.ts'))?.[1];
  const looked = /getItem\('([^']+)'\)/.exec(read('../app/apply-theme.ts'))?.[1];
  assert.ok(kept);
  assert.equal(looked, kept);
});
