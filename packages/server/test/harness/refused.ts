import assert from 'node:assert/strict';
import { errorBody } from '@countersign/api';
import type { Answer } from '../../../../test/harness/rest-client.ts';
import { aroundState } from './rows.ts';
import { securityFaults } from './security-headers.ts';

/** Asserts that a request changes nothing that the authority keeps. */
export async function changesNothing<Value>(
  { databaseFile }: { readonly databaseFile: string },
  send: () => Promise<Value>,
): Promise<Value> {
  const { value, before, after } = await aroundState(databaseFile, send);
  assert.deepEqual(after, before, 'something was changed');
  return value;
}

/** Asserts that a REST answer is an error of the one form, with this status and about this field. */
export function assertError(answer: Answer, status: number, field?: string): void {
  const what = `${answer.status} ${answer.text.slice(0, 300)}`;
  assert.equal(answer.status, status, what);
  const body = errorBody.strict().parse(answer.json);
  assert.equal(body.error_code, status, what);
  assert.notEqual(body.error, 'invalid_request', 'known clients repeat a write on it');
  assert.deepEqual(
    securityFaults((name) => answer.headers.get(name)),
    [],
  );
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  if (field === undefined) return;
  const named = [body.error_field, ...(body.error_children ?? []).map((child) => child.error_field)];
  assert.ok(named.includes(field), `expected ${field} to be named: ${what}`);
}
