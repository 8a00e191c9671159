import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery, userAttributes } from '@countersign/core';
import { documentedAnswers, documentedNow, documentedRefusals } from './contract/documented-queries.ts';

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

test('docs/query-language.md asks nothing that the list of users does not take', () => {
  assert.ok(documentedAnswers.length > 30);
  for (const { query } of documentedAnswers) {
    const answer = parseQuery(query, userAttributes, documentedNow);
    assert.ok(answer.ok, `${query}: ${JSON.stringify(answer)}`);
  }
});
