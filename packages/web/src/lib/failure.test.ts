import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorityError, NetworkError } from '@countersign/sdk';
import { failureOf, fieldFailuresOf } from './failure.ts';

const fields = ['name', 'scope', 'expires'];

const fault = (field: string | undefined, text: string) => ({
  error: 'bad_request',
  error_description: text,
  ...(field !== undefined && { error_field: field }),
});

function badRequest(...children: ReturnType<typeof fault>[]): AuthorityError {
  return new AuthorityError({
    code: 'bad_request',
    status: 400,
    description: 'The request is wrong',
    children,
  });
}

test('every fault stands at its field, as a sentence without the name of the field', () => {
  const error = badRequest(
    fault('name', 'name must not be empty'),
    fault('expires', 'expires must be in the future'),
  );
  assert.deepEqual(fieldFailuresOf(error, fields), {
    fields: { name: 'Must not be empty.', expires: 'Must be in the future.' },
    rest: undefined,
  });
});

test('a fault of one item stands at the field that holds the item', () => {
  const error = badRequest(
    fault('scope[2]', 'scope[2] names no service'),
    fault('scope[3].id', 'scope[3].id is wrong'),
  );
  assert.deepEqual(fieldFailuresOf(error, fields).fields, { scope: 'Names no service.' });
});

test('a fault of one item can say which it is', () => {
  const error = badRequest(fault('scope.2', 'scope.2 must be a service'));
  const itemName = (field: string) => (field === 'scope.2' ? 'Line 3' : undefined);
  assert.deepEqual(fieldFailuresOf(error, fields, itemName).fields, { scope: 'Line 3 must be a service.' });
});

test('a fault without a field of the form stays an error of the whole', () => {
  const error = badRequest(fault('name', 'name is taken'), fault('user', 'user cannot be chosen'));
  assert.deepEqual(fieldFailuresOf(error, fields), { fields: { name: 'Is taken.' }, rest: error });
});

test('an error that names one field and lists no faults stands at that field', () => {
  const error = new AuthorityError({
    code: 'conflict',
    status: 409,
    description: 'name is already used',
    field: 'name',
  });
  assert.deepEqual(fieldFailuresOf(error, fields), { fields: { name: 'Is already used.' }, rest: undefined });
});

test('a refusal says which permission is missing, and by which id it is found again', () => {
  const error = new AuthorityError({
    code: 'forbidden',
    status: 403,
    description: 'You may not create tokens: you lack Update Self in Global',
    children: [fault(undefined, 'You lack Update Self in Global')],
    requestId: 'r-1',
  });
  assert.deepEqual(failureOf(error, 'write'), {
    text: 'You may not create tokens: you lack Update Self in Global.',
    requestId: 'r-1',
    remedy: undefined,
  });
  assert.equal(fieldFailuresOf(error, fields).rest, error);
});

test('an ended session is no fault of any field', () => {
  const error = new AuthorityError({ code: 'unauthenticated', status: 401, description: 'Sign in' });
  assert.equal(failureOf(error, 'write').remedy, 'sign-in');
  assert.deepEqual(fieldFailuresOf(error, fields), { fields: {}, rest: error });
});

test('a write without an answer is not said to have failed', () => {
  const error = new NetworkError('unreachable', 'The authority cannot be reached');
  assert.match(failureOf(error, 'write').text, /not known/);
  assert.match(failureOf(error, 'read').text, /cannot be reached/);
});

test('a fault of our own tells nothing of the machine', () => {
  assert.equal(failureOf(new TypeError('x is undefined'), 'read').text.includes('undefined'), false);
});

test('what a refusal asks for first is known by its code: to sign in again, or a second factor', () => {
  const remedyOf = (code: 'authentication_too_old' | 'second_factor_required' | 'forbidden') =>
    failureOf(new AuthorityError({ code, status: 403, description: 'No' }), 'write').remedy;
  assert.equal(remedyOf('authentication_too_old'), 'sign-in-again');
  assert.equal(remedyOf('second_factor_required'), 'two-factor');
  assert.equal(remedyOf('forbidden'), undefined);
});
