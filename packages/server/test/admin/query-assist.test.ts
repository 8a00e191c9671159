import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ServiceId, trustId, updateService } from '@countersign/core';
import { ask, registerService } from '../../../../test/harness/rest-client.ts';
import { addGroup, addProject, addSomebody, declare } from '../harness/household.ts';
import { byHand, done, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, authority } = house;
const wiki = await registerService(url, cookie, 'wiki', 'The Wiki');
const hidden = await registerService(url, cookie, 'hidden', 'Hidden Service');
done(await updateService(authority, byHand, trustId<ServiceId>(hidden.id), { viewers: [] }));
await declare(house, wiki.id, 'Wiki.READ');
await declare(house, hidden.id, 'Hidden.ACT');
await addProject(house, 'PAY');
await addGroup(house, 'Wiki Editors');
const plain = await addSomebody(house, 'plain.user');

async function suggest(list: string, query: string, as = cookie): Promise<readonly string[]> {
  const parameters = new URLSearchParams({ query, caret: String(query.length) });
  const answer = await ask(`${url}/api/rest/${list}/queryAssist?${parameters}`, { cookie: as });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual([answer.json.query, answer.json.caret], [query, query.length]);
  return answer.json.suggestions.map(({ option }: { option: string }) => option);
}

describe('a query is completed about', () => {
  const cases: Readonly<Record<string, readonly (readonly [query: string, expected: readonly string[]])[]>> =
    {
      roles: [
        ['na', ['name']],
        ['key: obs', ['observer']],
        ['name: System', ['System Admin']],
        ['permission: Wiki', ['Wiki.READ']],
        ['id: ', []],
      ],
      permissions: [
        ['serv', ['service']],
        ['service: The', ['The Wiki']],
        ['key: Wiki', ['Wiki.READ']],
        ['name: {Name of W', ['Name of Wiki.READ']],
        ['is: ', ['global']],
      ],
      projects: [
        ['k', ['key']],
        ['key: p', ['PAY']],
        ['name: p', ['PAY']],
        ['name: Glob', []],
      ],
      projectroles: [
        ['gr', ['group']],
        ['user: plain', ['plain.user']],
        ['group: Wiki', ['Wiki Editors']],
        ['role: Obs', ['Observer']],
        ['project: Glob', ['Global']],
        ['permission: Wiki', ['Wiki.READ']],
      ],
      services: [
        ['app', ['applicationName']],
        ['applicationName: The', ['The Wiki']],
        ['key: wi', ['wiki']],
        ['name: Hid', ['Hidden Service']],
      ],
    };
  for (const [list, queries] of Object.entries(cases)) {
    test(list, async () => {
      for (const [query, expected] of queries) assert.deepEqual(await suggest(list, query), expected, query);
    });
  }
});

test('nothing is suggested that the caller could not find', async () => {
  assert.deepEqual(await suggest('services', 'name: Hid', plain.cookie), []);
  assert.deepEqual(await suggest('permissions', 'key: Hid', plain.cookie), []);
  assert.deepEqual(await suggest('permissions', 'service: Hid', plain.cookie), []);
  assert.deepEqual(await suggest('projects', 'key: p', plain.cookie), []);
  for (const list of ['roles', 'projectroles'])
    assertError(await ask(`${url}/api/rest/${list}/queryAssist`, { cookie: plain.cookie }), 403);
  for (const list of ['roles', 'permissions', 'projects', 'projectroles', 'services'])
    assertError(await ask(`${url}/api/rest/${list}/queryAssist?query=x`), 401);
});

test('an answer has the members that were asked for, and a caret that is none is refused', async () => {
  const path = `${url}/api/rest/roles/queryAssist/`;
  const real = 'query=na&caret=2&fields=query,caret,styleRanges,suggestions';
  const answer = await ask(`${path}?${real}`, { cookie });
  assert.deepEqual(Object.keys(answer.json).sort(), ['caret', 'query', 'styleRanges', 'suggestions']);
  assertError(await ask(`${path}?query=x&caret=-1`, { cookie }), 400, 'caret');
  assertError(await ask(`${path}?query=${'x'.repeat(2_001)}&caret=1`, { cookie }), 400, 'query');
});
