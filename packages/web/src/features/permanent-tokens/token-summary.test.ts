import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TokenPower, tokenSummary } from './token-summary.ts';

const now = Date.UTC(2026, 10, 23, 12);
const sumUp = (power: Partial<TokenPower>) =>
  tokenSummary(
    {
      login: undefined,
      services: ['Wiki', 'Build server'],
      permissions: [],
      projects: [],
      expires: Date.UTC(2027, 1, 21, 12),
      ...power,
    },
    now,
  );
const tracker = (...names: readonly string[]) => names.map((name) => ({ name, service: 'Issue Tracker' }));

test('a token that is narrowed to nothing does what its owner can do in its services', () => {
  assert.equal(sumUp({}), 'Can do what you can do in Wiki and Build server until 21 Feb 2027.');
  assert.equal(
    sumUp({ services: [], expires: undefined }),
    'Can do what you can do in the services you choose.',
  );
});

test('chosen permissions are told as what can be done, verbs of one thing together', () => {
  assert.equal(
    sumUp({ permissions: tracker('Read issues', 'Update issues'), projects: ['Payments'] }),
    'Can read and update issues in Payments, in Issue Tracker, until 21 Feb 2027.',
  );
  assert.equal(
    sumUp({ permissions: tracker('Read Issue', 'Delete Board'), expires: null }),
    'Can read issue and delete board in Issue Tracker until you delete it.',
  );
});

test('only the services of chosen permissions are named, as it can do nothing in the others', () => {
  assert.equal(
    sumUp({ services: ['Wiki', 'Issue Tracker'], permissions: tracker('Read issues') }),
    'Can read issues in Issue Tracker until 21 Feb 2027.',
  );
});

test('names and abbreviations keep their capitals', () => {
  assert.match(
    sumUp({ permissions: tracker('Use REST API', 'Open YouTrack') }),
    /^Can use REST API and open YouTrack in /,
  );
});

test('many permissions are told by their number', () => {
  assert.match(
    sumUp({ permissions: tracker('A', 'B', 'C', 'D', 'E') }),
    /^Can use 5 permissions in Issue Tracker until/,
  );
});

test('projects alone narrow all that the owner can do', () => {
  assert.equal(
    sumUp({ projects: ['Payments', 'Billing'], services: ['Wiki'] }),
    'Can do what you can do in Payments and Billing, in Wiki, until 21 Feb 2027.',
  );
});

test('for somebody else it says whose powers they are, and that those of its maker are the limit', () => {
  assert.equal(
    sumUp({ login: 'jane.doe', services: ['Wiki'] }),
    'Can do what jane.doe can do in Wiki until 21 Feb 2027, and never more than you can do today. jane.doe sees that you made it.',
  );
  assert.match(
    sumUp({ login: 'jane.doe', permissions: tracker('Read issues'), expires: null }),
    /^Can read issues in Issue Tracker until somebody deletes it, where jane.doe can, and never more/,
  );
});

test('an end that is over is not promised', () => {
  assert.equal(sumUp({ services: ['Wiki'], expires: now }), 'Can do what you can do in Wiki.');
});
