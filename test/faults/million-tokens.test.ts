import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { newTokenText } from '@countersign/core';
import { systemRandom } from '../../packages/server/src/platform/random.ts';
import { ask, issueToken } from '../harness/rest-client.ts';
import {
  type CrowdedAuthority,
  listTopMax,
  memoryPeakMebibytes,
  startCrowdedAuthority,
} from './crowded-authority.ts';
import { isActive, opensDoor } from './doors.ts';

const count = process.env.COUNTERSIGN_TEST_LONG === '1' ? 1_000_000 : 20_000;

/** Far above what a process needs that holds facts of some tokens, far below one that holds a million. */
const memoryMaxMebibytes = 700;

describe(`with ${count} tokens in SQLite`, () => {
  let crowded: CrowdedAuthority;
  const list = (query: string) =>
    ask(`${crowded.authority.url}/api/rest/users/${crowded.rich.id}/permanenttokens?fields=id&${query}`, {
      cookie: crowded.cookie,
    });

  before(async () => {
    crowded = await startCrowdedAuthority(count, () => undefined);
  });
  after(() => crowded?.authority.stop());

  test('the first page of a long list holds a hundred tokens and the whole count', async () => {
    const { status, json } = await list('$skip=0');
    assert.equal(status, 200);
    assert.equal(json.permanenttokens.length, 100);
    assert.equal(json.total, crowded.rich.tokens);
  });

  test('a list that is longer than one answer may be is refused whole, naming the limit', async () => {
    const { status, text } = await list('$top=-1');
    assert.equal(status, 400);
    assert.match(text, new RegExp(`\\b${listTopMax}\\b`));
  });

  test('paging to the end shows every token once', async () => {
    const seen = new Set<string>();
    let shown = 0;
    for (let skip = 0; ; skip += listTopMax) {
      const { status, json } = await list(`$top=${listTopMax}&$skip=${skip}`);
      assert.equal(status, 200);
      if (json.permanenttokens.length === 0) break;
      for (const { id } of json.permanenttokens) seen.add(id);
      shown += json.permanenttokens.length;
    }
    assert.equal(shown, crowded.rich.tokens);
    assert.equal(seen.size, crowded.rich.tokens);
  });

  test('tokens from everywhere in the table open their door, and an unknown one does not', async () => {
    const { authority, door, kept } = crowded;
    for (const { secret, index } of kept) {
      assert.equal(await isActive(authority.url, door, secret.reveal()), true, `token ${index}`);
    }
    const stranger = newTokenText('permanentToken', systemRandom).reveal();
    assert.equal(await isActive(authority.url, door, stranger), false);
    assert.equal(await opensDoor(authority.url, door, stranger), false);
  });

  test('a token is issued, opens its door, is revoked and opens it no longer', async () => {
    const { authority, cookie, door, rich } = crowded;
    const { id, token } = await issueToken(authority.url, cookie, [door.id], { userId: rich.id });
    assert.equal(await opensDoor(authority.url, door, token), true);
    const path = `/api/rest/users/${rich.id}/permanenttokens/${id}`;
    assert.equal((await ask(authority.url + path, { method: 'DELETE', cookie })).status, 200);
    assert.equal(await opensDoor(authority.url, door, token), false);
  });

  test('memory does not follow the number of tokens', (t) => {
    const peak = memoryPeakMebibytes(crowded.authority.process.pid);
    if (peak === undefined) return t.skip('this system does not tell the memory of another process');
    assert.ok(peak < memoryMaxMebibytes, `the process held ${peak.toFixed(0)} MiB`);
  });
});
