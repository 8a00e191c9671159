import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey } from '@countersign/core';
import { type Answer, type Ask, ask } from '../../../../test/harness/rest-client.ts';
import { addProject, addSomebody, addUser, give } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie } = house;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
const payments = await addProject(house, 'PAY');
const hidden = await addProject(house, 'HID');
const keeper = await addSomebody(house, 'keeper', [[[jetpass('project-update')], payments]]);
const reader = await addSomebody(house, 'reader', [[[jetpass('project-read-basic')]]]);
const plain = await addSomebody(house, 'plain');

const at = (path: string, options: Ask = {}): Promise<Answer> => ask(`${url}/api/rest/${path}`, options);
const post = (path: string, body: unknown, as = cookie) => at(path, { method: 'POST', cookie: as, body });
const remove = (path: string, as = cookie) => at(path, { method: 'DELETE', cookie: as });

describe('a project', () => {
  test('is made, read by id and by key, changed in part and deleted', async () => {
    const made = await post('projects/?fields=', {
      type: 'project',
      key: 'Blog',
      name: 'The Blog',
      description: 'Words',
      label: 'x',
    });
    assert.equal(made.status, 200, made.text);
    assert.deepEqual([made.json, made.headers.get('ignored')], [{ type: 'project' }, 'label']);
    const location = made.headers.get('location') ?? '';
    const { id, creationTime, ...rest } = (await ask(url + location, { cookie })).json;
    assert.equal(location, `/api/rest/projects/${id}`);
    assert.ok(Math.abs(creationTime - Date.now()) < 60_000);
    assert.deepEqual(rest, {
      type: 'project',
      key: 'Blog',
      name: 'The Blog',
      description: 'Words',
      global: false,
      aliases: [],
    });
    assert.equal((await at('projects/BLOG/?fields=id', { cookie })).json.id, id);
    const renamed = await post('projects/blog', { name: 'A Blog' });
    assert.deepEqual(
      [renamed.json.name, renamed.json.key, renamed.json.description],
      ['A Blog', 'Blog', 'Words'],
    );
    assert.equal((await post(`projects/${id}`, { description: null })).json.description, null);
    assert.equal((await post(`projects/${id}`, { key: 'LOG' })).json.key, 'LOG');
    const gone = await remove('projects/log');
    assert.deepEqual([gone.status, gone.text], [200, '']);
    assertError(await at(`projects/${id}`, { cookie }), 404);
  });

  test('takes every role that was given in it along', async () => {
    const project = await addProject(house, 'GONE');
    const user = await addUser(house, 'holder');
    await give(house, { kind: 'user', id: user.id }, [jetpass('project-delete')], project);
    const before = await at(`permissions/cache?principal=${user.id}`, { cookie });
    assert.ok(before.json.some(({ projects }: { projects: unknown[] | null }) => projects !== null));
    assert.equal((await remove(`projects/${project}`)).status, 200);
    const after = await at(`permissions/cache?principal=${user.id}`, { cookie });
    assert.ok(after.json.every(({ projects }: { projects: unknown[] | null }) => projects === null));
  });

  test('Global is readable, not listed, and nobody changes it', async () => {
    for (const name of ['0', 'global', 'Global']) {
      const { status, json } = await at(`projects/${name}?fields=id,global`, { cookie: plain.cookie });
      assert.deepEqual([status, json.id, json.global], [200, '0', true]);
      assertError(await post(`projects/${name}`, { name: 'Mine' }), 409);
      assertError(await remove(`projects/${name}`), 409);
    }
    const { json } = await at('projects?fields=id', { cookie });
    assert.ok(json.projects.every(({ id }: { id: string }) => id !== '0'));
  });

  test('is refused with the field and its rule', async () => {
    for (const [body, status, field] of [
      [{ name: 'x' }, 400, 'key'],
      [{ key: 'X' }, 400, 'name'],
      [{ key: '1X', name: 'x' }, 400, 'key'],
      [{ key: 'X'.repeat(33), name: 'x' }, 400, 'key'],
      [{ key: 'abcdefab-1', name: 'x' }, 400, 'key'],
      [{ key: 'queryAssist', name: 'x' }, 400, 'key'],
      [{ key: 'pay', name: 'x' }, 409, 'key'],
      [{ key: 'GLOBAL', name: 'x' }, 409, 'key'],
      [{ key: 'X', name: 'pay' }, 409, 'name'],
      [{ key: 'X', name: 'Global' }, 409, 'name'],
      [{ key: 'X', name: 'x', global: true }, 400, 'global'],
      [{ key: 'X', name: 'x', id: absent }, 400, 'id'],
      [{ key: null, name: 'x' }, 400, 'key'],
    ] as const)
      assertError(await post('projects', body), status, field);
    assertError(await post(`projects/${payments}`, { key: 'HID' }), 409, 'key');
  });
});

describe('who may', () => {
  test('read a project: whoever may read it there or everywhere; for others it does not exist', async () => {
    for (const [who, path, status] of [
      [keeper, `projects/${payments}`, 200],
      [keeper, 'projects/pay', 200],
      [keeper, `projects/${hidden}`, 404],
      [reader, `projects/${hidden}`, 200],
      [plain, `projects/${payments}`, 404],
      [plain, `projects/${absent}`, 404],
      [plain, 'projects/%00', 404],
    ] as const)
      assert.equal((await at(path, { cookie: who.cookie })).status, status, `${who.login} ${path}`);
    assertError(await at('projects/0'), 401);
  });

  test('change one: whoever may there, and nobody else', async () => {
    assert.equal((await post(`projects/${payments}`, { description: 'Money' }, keeper.cookie)).status, 200);
    assertError(await post(`projects/${hidden}`, { name: 'x' }, keeper.cookie), 403);
    assertError(await remove(`projects/${payments}`, keeper.cookie), 403);
    assertError(await post('projects', { key: 'NEW', name: 'New' }, keeper.cookie), 403);
    assertError(await post(`projects/${absent}`, { name: 'x' }, plain.cookie), 403);
    assertError(await post(`projects/${absent}`, { name: 'x' }), 404);
    assertError(await remove(`projects/${absent}`), 404);
    assertError(await at('projects', { method: 'POST', body: { key: 'X', name: 'x' } }), 401);
  });
});

describe('the list of projects', () => {
  const keysOf = ({ json }: Answer): readonly string[] =>
    json.projects.map(({ key }: { key: string }) => key);

  test('holds those the caller may read', async () => {
    assert.deepEqual(
      keysOf(await at('projects?orderBy=key', { cookie: reader.cookie })).includes('HID'),
      true,
    );
    assert.deepEqual(keysOf(await at('projects', { cookie: keeper.cookie })), ['PAY']);
    const none = await at('projects', { cookie: plain.cookie });
    assert.deepEqual([none.status, none.json.total, none.json.type], [200, 0, 'ProjectsPage']);
    assertError(await at('projects'), 401);
  });

  test('answers queries, and tells nobody of more than they may read', async () => {
    await addProject(house, 'QUERIED');
    for (const [query, as, found] of [
      ['key: queried', cookie, ['QUERIED']],
      ['name: quer*', cookie, ['QUERIED']],
      ['queried or pay', cookie, ['PAY', 'QUERIED']],
      ['not key: queried', keeper.cookie, ['PAY']],
      ['key: queried', keeper.cookie, []],
      [`id: ${payments}`, cookie, ['PAY']],
    ] as const) {
      const answer = await at(`projects?fields=key&query=${encodeURIComponent(query)}`, { cookie: as });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(keysOf(answer).toSorted(), found, query);
    }
    assertError(await at('projects?query=is:global', { cookie }), 400, 'query');
  });
});
