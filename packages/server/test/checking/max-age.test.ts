import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { dumpDatabase } from '../../../../test/harness/dump-database.ts';
import { startPostgres } from '../../../../test/harness/postgres-server.ts';
import { type Answer, ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { openAuthority, openProcess } from '../harness/open-authority.ts';
import type { Door } from './doors.ts';

const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
const house = await openAuthority({ databaseUrl });
after(async () => {
  await dumpDatabase(databaseUrl, join(house.dataFolder, 'postgres.dump')).finally(() => postgres.stop());
});
/** Another node of the same authority, on the same key ring. */
const node = await openProcess({ databaseUrl, dataFolder: house.dataFolder });
const embedded = await openAuthority();

/** A minute: no machine is so slow that it passes within a test. */
const bound = 60;

interface Guarded {
  readonly door: Door;
  readonly id: string;
  readonly token: string;
}

/** A service that may be so many seconds behind, and a token for it that the asked node has seen to be good. */
async function guard(at: typeof house, key: string, seconds: number, asked = at.url): Promise<Guarded> {
  const door = await registerService(at.url, at.cookie, key);
  if (seconds > 0) {
    const body = { verdictMemory: seconds };
    const set = await ask(`${at.url}/api/rest/services/${door.id}`, {
      method: 'POST',
      cookie: at.cookie,
      body,
    });
    assert.equal(set.status, 200, set.text);
  }
  const guarded = { door, ...(await issueToken(at.url, at.cookie, [door.id])) };
  assert.deepEqual(await asNow(asked, guarded), good);
  return guarded;
}

function revoke(at: typeof house, { id }: Guarded): Promise<Answer> {
  const address = `${at.url}/api/rest/users/me/permanenttokens/${id}`;
  return ask(address, { method: 'DELETE', cookie: at.cookie });
}

function introspectWith(url: string, { door, token }: Guarded, more: string): Promise<Answer> {
  return ask(`${url}/api/rest/oauth2/introspect`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${door.id}:${door.secret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: `token=${token}${more}`,
  });
}

function knock(url: string, { door, token }: Guarded, more: string): Promise<Answer> {
  return ask(`${url}/api/authz/auth-request?service=${door.key}${more}`, { token });
}

/** Whether introspection and the door say that it is good, asked alike. */
async function askBoth(url: string, guarded: Guarded, more: string): Promise<readonly boolean[]> {
  const { json } = await introspectWith(url, guarded, more);
  return [json.active, (await knock(url, guarded, more)).status === 200];
}

const asNow = (url: string, guarded: Guarded) => askBoth(url, guarded, '');
const withinBound = (url: string, guarded: Guarded) => askBoth(url, guarded, `&max_age=${bound}`);
const good = [true, true];
const ended = [false, false];

describe('max_age, on nodes of one PostgreSQL,', () => {
  test('answers from before a revocation on another node, until anybody asks for now', async () => {
    const guarded = await guard(house, 'behind', bound, node.url);
    const revoked = await revoke(house, guarded);
    assert.equal(revoked.headers.get('in-force-within'), String(bound));
    assert.deepEqual(await withinBound(node.url, guarded), good);
    assert.deepEqual(await withinBound(house.url, guarded), ended, 'the node that revoked it knows');
    assert.deepEqual(await asNow(node.url, guarded), ended);
    assert.deepEqual(await withinBound(node.url, guarded), ended, 'what was heard of is not unheard');
  });

  test('is nothing for a service that may not be behind', async () => {
    const guarded = await guard(house, 'never-behind', 0, node.url);
    await revoke(house, guarded);
    assert.deepEqual(await withinBound(node.url, guarded), ended);
  });

  test('is nothing beside remember: what is kept begins fresh', async () => {
    const guarded = await guard(house, 'remembers', bound, node.url);
    await revoke(house, guarded);
    const { json } = await introspectWith(node.url, guarded, `&max_age=${bound}&remember=true`);
    assert.equal(json.active, false);
  });
});

test('on SQLite every answer is from now, whatever max_age says', async () => {
  const guarded = await guard(embedded, 'embedded', bound);
  await revoke(embedded, guarded);
  assert.deepEqual(await withinBound(embedded.url, guarded), ended);
});

describe('a max_age that is none is told so:', () => {
  for (const text of ['61', '-1', '1.5', '5s', '٥', '1e1', '0x5', '005', ' 5'])
    test(JSON.stringify(text), async () => {
      const guarded = await unguarded();
      const more = `&max_age=${encodeURIComponent(text)}`;
      const introspected = await introspectWith(embedded.url, guarded, more);
      assert.deepEqual([introspected.status, introspected.json.error], [400, 'invalid_request']);
      assert.equal(introspected.json.error_description, 'max_age must be 0 to 60 seconds');
      const knocked = await knock(embedded.url, guarded, more);
      assert.deepEqual([knocked.status, knocked.json.error_field], [400, 'max_age']);
    });
});

let known: Promise<Guarded> | undefined;

function unguarded(): Promise<Guarded> {
  known ??= guard(embedded, 'plain', 0);
  return known;
}
