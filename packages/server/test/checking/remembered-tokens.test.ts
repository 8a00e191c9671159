import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { authorityServiceId, newTokenText, type PermanentToken, trustId } from '@countersign/core';
import { crowdToken } from '../../../../test/faults/crowd-token.ts';
import { databaseFile } from '../../../../test/faults/open-store.ts';
import { ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { write } from '../../../store/test/contract/builders.ts';
import { openHouse } from '../harness/open-house.ts';
import { createPerson, setBanned } from '../harness/people.ts';

/** More than two pieces of records, so that most of them lie in the scratch file. */
const count = 1_200;

const house = await openHouse();
const { url, cookie, authority } = house;
const door = await registerService(url, cookie, 'door');
const owner = await createPerson(house, 'owner');

const tokens: (PermanentToken & { readonly text: string })[] = Array.from({ length: count }, (_, index) => {
  const secret = newTokenText('permanentToken', authority.random);
  const hash = authority.digest.secret(secret);
  const audience = [authorityServiceId, trustId<typeof authorityServiceId>(door.id)];
  const made = crowdToken(
    index,
    hash,
    trustId<PermanentToken['userId']>(owner.id),
    audience,
    authority.random,
  );
  return { ...made, text: rememberSecret(secret.reveal()) };
});

const isActive = async (index: number) => {
  const token = tokens[index] ?? assert.fail();
  const { json } = await introspect(url, door, token.text);
  if (json.active !== true) return false;
  assert.deepEqual([json.jti, json.sub, json.iat], [token.id, owner.id, Math.floor(token.createdAt / 1_000)]);
  return true;
};

async function activeOnes(): Promise<readonly number[]> {
  const verdicts = await Promise.all(tokens.map((_, index) => isActive(index)));
  return verdicts.flatMap((active, index) => (active ? [index] : []));
}

const all = tokens.map((_, index) => index);
const allBut = (...gone: readonly number[]) => all.filter((index) => !gone.includes(index));

test('tokens that were met once are answered from the scratch file, and from it they are forgotten like all others', async (t) => {
  await write(authority.store, async (tables) => {
    for (const { text: _, ...token } of tokens) await tables.permanentTokens.insert(token);
  });
  const lookUps = t.mock.method(authority.store.facts, 'findPermanentToken').mock;
  assert.deepEqual(await activeOnes(), all);
  assert.equal(lookUps.callCount(), count);
  lookUps.resetCalls();
  assert.deepEqual(await activeOnes(), all);
  assert.equal(lookUps.callCount(), 0);
  if (process.platform === 'linux') assert.equal(scratchFilesOpen(), 1);

  const { id } = tokens[3] ?? assert.fail();
  const path = `${url}/api/rest/users/${owner.id}/permanenttokens/${id}`;
  assert.equal((await ask(path, { method: 'DELETE', cookie: owner.cookie })).status, 200);
  assert.equal(await isActive(3), false);
  assert.deepEqual(await activeOnes(), allBut(3));
  assert.ok(lookUps.callCount() <= 2, 'the others are remembered still');

  await setBanned(house, owner.id, true);
  assert.deepEqual(await activeOnes(), []);
  await setBanned(house, owner.id, false);
  assert.deepEqual(await activeOnes(), allBut(3));

  // A hand in the database is in no log: everything is forgotten.
  const database = new DatabaseSync(databaseFile(authority.settings.data.directory));
  t.after(() => database.close());
  database.prepare('delete from permanent_tokens where id = ?').run(tokens[700]?.id ?? '');
  lookUps.resetCalls();
  assert.deepEqual(await activeOnes(), allBut(3, 700));
  assert.ok(lookUps.callCount() >= count, 'all are read anew');
});

/** The file has no name any more, and what is open is still told by the system. */
function scratchFilesOpen(): number {
  const folder = join(authority.settings.data.directory, 'scratch-');
  return readdirSync('/proc/self/fd').filter((fd) => nameOf(fd).startsWith(folder)).length;
}

function nameOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
