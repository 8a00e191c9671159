import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '@countersign/core';
import { userAttributes } from '../../core/test/user-attributes.ts';
import { documentedNow, documentedRefusals } from './contract/documented-queries.ts';

test('docs/query-language.md tells refusals as they are', () => {
  assert.ok(documentedRefusals.length > 3);
  for (const { query, rule } of documentedRefusals) {
    const answer = parseQuery(query, userAttributes, documentedNow);
    assert.ok(!answer.ok && answer.refusal.kind === 'malformed', query);
    const [shown = '', ...rest] = rule.split('…');
    const told = answer.refusal.fields[0].rule;
    assert.equal(rest.length > 0 ? told.slice(0, shown.length) : told, shown, query);
  }
});
