import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AuditFilter,
  auditKinds,
  factsOfKind,
  filterEntriesMax,
  instant,
  parseQuery,
} from '@countersign/core';
import { askedValues } from './asked-values.ts';
import { eventAttributes } from './event-attributes.ts';
import { readEventFilter } from './read-filter.ts';

const people: Readonly<Record<string, string>> = { me: 'id of me', jane: 'id of jane' };

async function read(query: string) {
  const parsed = parseQuery(query, eventAttributes, instant(day), filterEntriesMax);
  if (!parsed.ok) return parsed;
  const asked = askedValues(parsed.value);
  return asked.ok ? readEventFilter(asked.value, async (word) => people[word]) : asked;
}

const endless = { afterNumber: 0, beforeNumber: Number.MAX_SAFE_INTEGER };
const day = Date.UTC(2026, 0, 31);

describe('a query of events', () => {
  const queries: Readonly<Record<string, AuditFilter>> = {
    'after: 2026-01-31': { ...endless, after: instant(day) },
    'before: 2026-01-31T12:30:00+02:00': { ...endless, before: instant(day + 10.5 * 3_600_000) },
    'after: 1769817600000 before: 2026-02-01': {
      ...endless,
      after: instant(day),
      before: instant(day + 86_400_000),
    },
    'afterId: 7': { ...endless, afterNumber: 7 },
    'beforeid: 9 AFTERID: 7': { afterNumber: 7, beforeNumber: 9 },
    'id: 8': { afterNumber: 7, beforeNumber: 9 },
    'id: 8 afterId: 20': { afterNumber: 20, beforeNumber: 9 },
    'author: me, jane': { ...endless, actors: ['id of me', 'id of jane'] },
    'author: me author: jane': { ...endless, actors: ['id of me', 'id of jane'] },
    'subject: jane': { ...endless, subjectIds: ['id of jane'] },
    'act: user.banned, permanent-token.issued': {
      ...endless,
      kinds: ['user.banned', 'permanent-token.issued'],
    },
    'event: created act: user.created, user.banned': { ...endless, kinds: ['user.created'] },
    '(act: user.created or act: user.banned) and event: created': { ...endless, kinds: ['user.created'] },
    'act: user.banned result: refused': { ...endless, kinds: [] },
    'entityType: permanentToken, USER': { ...endless, targetKinds: ['permanent-token', 'user'] },
    'target: x': { ...endless, targetIds: ['x'] },
    'token: x': { ...endless, credentialIds: ['x'] },
    'address: 2001:db8::7': { ...endless, addresses: ['2001:db8::7'] },
    'target: {with spaces, and: a comma}': { ...endless, targetIds: ['with spaces, and: a comma'] },
    'request: 00ff': { ...endless, requestIds: ['00ff'] },
  };
  for (const [query, expected] of Object.entries(queries)) {
    test(`"${query}" is the filter it says`, async () => {
      const filter = await read(query);
      assert.ok(filter.ok, JSON.stringify(filter));
      const given = Object.entries(filter.value).filter(([, value]) => value !== undefined);
      assert.deepEqual(Object.fromEntries(given), expected);
    });
  }

  test('without anything is no filter', async () => {
    assert.deepEqual(await read(''), { ok: true, value: {} });
  });

  test('by event and by result divide all kinds there are', async () => {
    const found = await Promise.all(
      ['result: success', 'result: refused', 'result: alarm'].map(async (query) => {
        const filter = await read(query);
        return filter.ok ? (filter.value.kinds ?? []) : [];
      }),
    );
    assert.deepEqual(found.flat().sort(), [...auditKinds].sort());
    const deleted = await read('event: deleted');
    assert.ok(deleted.ok && deleted.value.kinds?.includes('permanent-token.revoked'));
    for (const kind of deleted.value.kinds ?? []) assert.equal(factsOfKind(kind)?.effect, 'deleted');
  });

  const faults: Readonly<Record<string, RegExp>> = {
    'colour: red': /cannot ask for "colour" .*; this list is asked for author, subject, act/,
    'constructor: x': /cannot ask for "constructor"/,
    'after: yesterday': /after must be one date/,
    'after: 2026-13-01': /after must be one date/,
    'after: 2026-01-31, 2026-02-01': /after must be one date/,
    'after: 2026-01-31 after: 2026-02-01': /after must be one date/,
    'after: 2026-01-31T12:00': /after must be one date/,
    'afterId: x': /afterId must be one number of an event/,
    'id: 1, 2': /id must be one number of an event/,
    'author: nobody-of-that-name': /author must be an id, a login/,
    'event: created, made': /cannot ask "event: made" .* with created, updated, deleted/,
    'act: user.teleported': /cannot ask "act: user.teleported" .*user\.banned/,
    'result: maybe': /result is asked with success, refused, alarm/,
    'entityType: planet': /entityType is asked with .*permanentToken/,
    'author: me and author: jane': /must ask for author once/,
    'author: me or target: x': /cannot have "or" here/,
    'author: me or event: created, updated and target: x': /cannot have "or" here/,
    'not author: me': /cannot have "not" here/,
    'author: ja*': /cannot have a star after "author:"/,
    jane: /must have a name before each value here/,
    [`target: ${'x,'.repeat(100)}x`]: /must have at most 100 values/,
  };
  for (const [query, rule] of Object.entries(faults)) {
    test(`"${query.slice(0, 40)}" is refused and never skipped`, async () => {
      const filter = await read(query);
      assert.ok(!filter.ok && filter.refusal.kind === 'malformed');
      assert.equal(filter.refusal.fields[0].field, 'query');
      assert.match(filter.refusal.fields[0].rule, rule);
    });
  }
});
