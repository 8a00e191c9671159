import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseListView } from '../../lib/list/list-view.ts';
import { parseProposal, proposalDone, tokensSearch, tokensShape } from './view.ts';

test('an address without parameters shows the newest tokens first and proposes nothing', () => {
  assert.deepEqual(parseListView(tokensShape, tokensSearch({})).sort, {
    key: 'creationTime',
    direction: 'desc',
  });
  assert.equal(parseProposal({}), undefined);
});

test('a link proposes a token by name, scope and expiry', () => {
  assert.deepEqual(parseProposal({ name: ' nightly ', scope: 'wiki, build,', expires: '30' }), {
    name: 'nightly',
    scope: ['wiki', 'build'],
    expiry: { kind: 'days', days: 30 },
  });
});

test('a link may leave out what it has no opinion about', () => {
  assert.deepEqual(parseProposal({ scope: 'wiki' }), { name: undefined, scope: ['wiki'], expiry: undefined });
});

test('a proposal that is done with leaves the order of the list as it is', () => {
  const search = { sort: 'name:asc', page: '2', name: 'nightly', ...proposalDone };
  assert.equal(parseProposal(search), undefined);
  assert.equal(parseListView(tokensShape, search).page, 2);
});
