import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consequence, evidenceNote, evidenceSentence, type UsedToken } from './evidence.ts';

const now = Date.UTC(2026, 10, 23, 12);
const wiki = { type: 'service', id: 's-1', key: 'wiki', name: 'Wiki' } as const;
const authority = { type: 'service', id: '0-0-0-0-0', key: 'Countersign', name: 'Countersign' } as const;

function aToken(change: Partial<UsedToken> = {}): UsedToken {
  const recentUse = { days: 7, count: 0, addresses: 0, services: [] };
  return { scope: [wiki], expires: null, lastAccessTime: null, recentUse, ...change };
}

test('the use of a token is told with counts, addresses, services and the last time', () => {
  const token = aToken({
    lastAccessTime: now - 4 * 60_000,
    recentUse: {
      days: 7,
      count: 1204,
      addresses: 2,
      services: [
        { service: wiki, count: 1100 },
        { service: authority, count: 104 },
      ],
    },
  });
  assert.equal(
    evidenceSentence(token, now),
    'Used 1,204 times in the last 7 days from 2 addresses for Wiki (1,100) and Countersign (104), last 4 minutes ago.',
  );
  assert.equal(evidenceNote(token), '1,204 uses in 7 days');
});

test('a single use is told in the singular', () => {
  const recentUse = { days: 7, count: 1, addresses: 1, services: [{ service: wiki, count: 1 }] };
  const token = aToken({ lastAccessTime: now - 3_600_000, recentUse });
  assert.equal(
    evidenceSentence(token, now),
    'Used once in the last 7 days from 1 address for Wiki (1), last 1 hour ago.',
  );
  assert.equal(evidenceNote(token), '1 use in 7 days');
});

test('a token that lies idle says when it was used last', () => {
  const token = aToken({ lastAccessTime: Date.UTC(2026, 2, 2, 12) });
  assert.equal(evidenceSentence(token, now), 'Not used in the last 7 days; last used 2 Mar 2026.');
  assert.equal(evidenceNote(token), 'not used in 7 days');
});

test('a token that nobody used says so', () => {
  assert.equal(evidenceSentence(aToken(), now), 'Never used.');
  assert.equal(evidenceNote(aToken()), 'never used');
});

test('what stops is named by service, and an expired token stops nothing', () => {
  assert.match(consequence(aToken({ scope: [wiki, authority] }), now), /Wiki and Countersign will refuse it/);
  assert.match(consequence(aToken({ expires: now }), now), /has expired/);
});
