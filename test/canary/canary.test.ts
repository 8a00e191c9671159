import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { ask, introspect, issueToken, postForm, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret, runFolder } from '../harness/run-folder.ts';
import { startAuthority } from '../harness/running-authority.ts';
import { SecretSearch } from './secret-search.ts';

/** Where secrets are written down on purpose: for this search alone. */
const list = 'secrets.txt';

/** A whole life of secrets, so that the search has something to look for also when no other suite ran before. */
async function liveOnce(): Promise<void> {
  const authority = await startAuthority();
  try {
    rememberSecret(authority.setUpCode ?? '');
    const { url } = authority;
    const cookie = await setUp(authority);
    const door = await registerService(url, cookie, 'door');
    const { id, token } = await issueToken(url, cookie, [door.id, '0-0-0-0-0']);
    await introspect(url, door, token);
    await introspect(url, { ...door, secret: token }, door.secret);
    for (const path of ['/api/authz/auth-request?service=door', '/api/rest/users/me', '/api/rest/users'])
      await ask(url + path, { token });
    for (const [method, path] of [
      ['GET', `/${token}`],
      ['GET', `/api/rest/services/${token}`],
      ['POST', `/api/rest/services/${token}/secret`],
      ['DELETE', `/api/rest/users/me/permanenttokens/${token}`],
      ['GET', `/api/authz/auth-request?service=door&access_token=${token}`],
    ] as const)
      await ask(url + path, { method, cookie });
    await postForm(`${url}/sign-in`, { login: 'ada', password: rememberSecret('canary password of nobody') });
    await ask(`${url}/api/rest/users`, {
      method: 'POST',
      cookie,
      body: { login: token, name: '', password: token },
    });
    await ask(`${url}/api/rest/users/me/permanenttokens/${id}`, { method: 'DELETE', cookie });
  } finally {
    await authority.stop();
  }
}

describe('after the whole run', () => {
  let secrets: readonly string[] = [];
  before(async () => {
    await liveOnce();
    const lines = readFileSync(join(runFolder, list), 'utf8').trim().split('\n');
    secrets = [...new Set(lines.map((line) => JSON.parse(line) as string))];
  });

  test('no secret that was used stands in any database, log, dump or error body', () => {
    assert.ok(secrets.length >= 5, `only ${secrets.length} secrets were used`);
    const found = new SecretSearch(secrets).findInFolder(runFolder, [list]);
    assert.deepEqual(
      found.map(({ file, secret, spelling }) => `${file} holds secret ${secret} of ${list} ${spelling}`),
      [],
    );
  });

  test('no key of a key ring stands anywhere but in the ring', () => {
    const rings = globSync('**/{keys,ring}.json', { cwd: runFolder });
    assert.ok(rings.length > 0);
    const keys = rings.flatMap((file) => {
      const text = readFileSync(join(runFolder, file), 'utf8');
      return [...text.matchAll(/"key": "([\w-]{43})"/g)].map(([, key = '']) => key);
    });
    const copies = globSync('**/{keys,ring}.json*', { cwd: runFolder });
    const found = new SecretSearch(keys).findInFolder(runFolder, [list, ...copies]);
    assert.deepEqual(
      found.map(({ file, spelling }) => `${file} holds a key ${spelling}`),
      [],
    );
  });

  test('what was searched are databases with their logs, and errors: nothing of it is empty', () => {
    const files = globSync('authorities/*/**', { cwd: runFolder });
    for (const ending of ['countersign.db', 'server.log'])
      assert.ok(
        files.some((file) => file.endsWith(ending) && statSync(join(runFolder, file)).size > 0),
        ending,
      );
    assert.ok(statSync(join(runFolder, 'error-bodies.txt')).size > 0);
    const listed = globSync('authorities/*/data/countersign.db', { cwd: runFolder });
    assert.ok(listed.length > 0);
  });
});

describe('the search', () => {
  const token = `csn_pat_${'q7W'.repeat(16)}q`;
  const password = 'correct "horse" battery ünd staple';
  const folder = mkdtempSync(join(tmpdir(), 'countersign-canary-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const disguises: Readonly<Record<string, (secret: string) => string | Buffer>> = {
    'as it is': (secret) => secret,
    'in a line of a log': (secret) => JSON.stringify({ msg: `token ${secret} refused` }),
    'in a header of Basic': (secret) => Buffer.from(`door:${secret}`).toString('base64'),
    'in base64 behind one letter': (secret) => Buffer.from(`x${secret}y`).toString('base64'),
    'in base64 behind two letters': (secret) => Buffer.from(`xx${secret}`).toString('base64url'),
    'in an address': (secret) => `/?access_token=${encodeURIComponent(secret)}`,
    'in a form': (secret) => new URLSearchParams({ secret }).toString(),
    'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
    'as bytes': (secret) => JSON.stringify([...Buffer.from(secret)]),
    'in UTF-16': (secret) => Buffer.from(`x${secret}`, 'utf16le'),
  };
  for (const [disguise, write] of Object.entries(disguises)) {
    test(`finds a planted secret: ${disguise}`, () => {
      const file = `${disguise}.bin`;
      // Across the border between two pieces, where a careless search would miss it.
      appendFileSync(join(folder, file), Buffer.alloc(4 * 1024 * 1024 - 20, 'noise '));
      for (const secret of [token, password]) appendFileSync(join(folder, file), write(secret));
      appendFileSync(join(folder, file), Buffer.alloc(100, 'noise '));
      const found = new SecretSearch([token, password]).findInFile(folder, file);
      assert.deepEqual([...new Set(found.map(({ secret }) => secret))].sort(), [0, 1]);
      assert.deepEqual(new SecretSearch([token.replace('Wq', 'Wx')]).findInFile(folder, file), []);
    });
  }

  test('finds a secret planted in a row, in the write-ahead log and in an error body of this very run', () => {
    const planted = 'planted-canary-secret-of-this-test';
    const [source] = globSync('authorities/*/data/countersign.db', { cwd: runFolder });
    assert.ok(source !== undefined && existsSync(join(runFolder, source)));
    const copy = join(folder, 'copy.db');
    cpSync(join(runFolder, source), copy);
    const search = new SecretSearch([planted]);
    assert.deepEqual(search.findInFile(folder, 'copy.db'), []);
    const database = new DatabaseSync(copy);
    database.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0');
    database.exec('create table planted (value text)');
    database.prepare('insert into planted values (?)').run(planted);
    assert.equal(search.findInFile(folder, 'copy.db-wal').length, 1);
    database.exec('pragma wal_checkpoint(truncate)');
    database.close();
    assert.equal(search.findInFile(folder, 'copy.db').length, 1);
    const bodies = join(folder, 'error-bodies.txt');
    cpSync(join(runFolder, 'error-bodies.txt'), bodies);
    appendFileSync(bodies, `{"error_description":"no service ${planted}"}\n`);
    assert.equal(search.findInFile(folder, 'error-bodies.txt').length, 1);
  });
});
