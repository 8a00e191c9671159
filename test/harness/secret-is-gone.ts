import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Asserts that a page holds none of the secrets: not in its text, and not in a field either. */
export async function secretIsGone(page: Page, secrets: readonly string[]): Promise<void> {
  const values = await page
    .locator('input, textarea')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
  const held = [await page.content(), ...values].join('\n');
  assert.deepEqual(
    secrets.filter((secret) => held.includes(secret)),
    [],
    page.url(),
  );
}
