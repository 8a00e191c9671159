import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import {
  ask,
  introspect,
  issueToken,
  postForm,
  registerService,
  signIn,
} from '../../../../test/harness/rest-client.ts';
import { checkEverywhere, type Door, refused, verdictsOf } from '../checking/doors.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import { createPerson, type Person, setBanned } from '../harness/people.ts';

const authorityId = '0-0-0-0-0';

/** Writes to the database like somebody who has the file and not the key ring. */
export function edit(databaseFile: string, sql: string, ...parameters: (string | number | null)[]): number {
  const database = new DatabaseSync(databaseFile, { timeout: 5_000, enableForeignKeyConstraints: false });
  try {
    return Number(database.prepare(sql).run(...parameters).changes);
  } finally {
    database.close();
  }
}

export function read(
  databaseFile: string,
  sql: string,
  ...parameters: string[]
): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(databaseFile, { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(sql).get(...parameters) ?? {};
  } finally {
    database.close();
  }
}

export function isIn(url: string, cookie: string): Promise<boolean> {
  return ask(`${url}/api/rest/users/me`, { cookie }).then(({ status }) => status === 200);
}

/** One row changed by hand, and what must not come of it. */
export interface Forgery {
  readonly table: string;
  /** Prepares what will be forged; answers the statement and the look that must fail afterwards. */
  readonly prepare: (scene: Scene) => Promise<{
    readonly row: string;
    readonly sql: string;
    readonly parameters: readonly (string | number | null)[];
    readonly assertUseless: (url: string) => Promise<void>;
  }>;
}

export interface Scene {
  readonly url: string;
  readonly cookie: string;
  readonly databaseFile: string;
  readonly door: Door;
  readonly owner: Person;
  /** A person that this forgery alone speaks of. */
  readonly fresh: () => Promise<Person>;
}

export const forgeries: Readonly<Record<string, Forgery>> = {
  'a revoked token made active again': {
    table: 'permanent_tokens',
    prepare: async ({ url, owner, door }) => {
      const { id, token } = await issueToken(url, owner.cookie, [authorityId, door.id]);
      const path = `${url}/api/rest/users/me/permanenttokens/${id}`;
      assert.equal((await ask(path, { method: 'DELETE', cookie: owner.cookie })).status, 200);
      return {
        row: id,
        sql: "update permanent_tokens set state = 'active', revoked_at = null, revoked_by = null where id = ?",
        parameters: [id],
        assertUseless: async (at) =>
          assert.deepEqual(verdictsOf(await checkEverywhere(at, door, token)), refused),
      };
    },
  },
  'a token with services added to its audience': {
    table: 'permanent_tokens',
    prepare: async ({ url, owner, door }) => {
      const { id, token } = await issueToken(url, owner.cookie, [authorityId]);
      assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 200);
      return {
        row: id,
        sql: 'update permanent_tokens set audience = ? where id = ?',
        parameters: [JSON.stringify([authorityId, door.id]), id],
        assertUseless: async (at) =>
          assert.deepEqual(verdictsOf(await checkEverywhere(at, door, token)), refused),
      };
    },
  },
  'a token with a later end': {
    table: 'permanent_tokens',
    prepare: async ({ url, owner, door }) => {
      const expires = Date.now() + 600_000;
      const { id, token } = await issueToken(url, owner.cookie, [authorityId, door.id], { expires });
      return {
        row: id,
        sql: 'update permanent_tokens set expires_at = null where id = ?',
        parameters: [id],
        assertUseless: async (at) =>
          assert.deepEqual(verdictsOf(await checkEverywhere(at, door, token)), refused),
      };
    },
  },
  'a token given to an administrator': {
    table: 'permanent_tokens',
    prepare: async ({ url, owner, databaseFile }) => {
      const { id, token } = await issueToken(url, owner.cookie, [authorityId]);
      const { id: administratorId } = read(databaseFile, 'select id from users where login_key = ?', 'ada');
      return {
        row: id,
        sql: 'update permanent_tokens set user_id = ? where id = ?',
        parameters: [String(administratorId), id],
        assertUseless: async (at) =>
          assert.equal((await ask(`${at}/api/rest/users/me`, { token })).status, 401),
      };
    },
  },
  'a banned user made active': {
    table: 'users',
    prepare: async (scene) => {
      const person = await scene.fresh();
      const { token } = await issueToken(scene.url, person.cookie, [authorityId, scene.door.id]);
      await setBanned(scene, person.id, true);
      return {
        row: person.id,
        sql: "update users set state = 'active', ban_reason = null where id = ?",
        parameters: [person.id],
        assertUseless: async (at) => {
          assert.deepEqual(verdictsOf(await checkEverywhere(at, scene.door, token)), refused);
          const { login, password } = person;
          assert.equal((await postForm(`${at}/sign-in`, { login, password })).status, 403);
        },
      };
    },
  },
  'a password put in the place of another': {
    table: 'users',
    prepare: async (scene) => {
      const [victim, attacker] = [await scene.fresh(), await scene.fresh()];
      const { password_hash: hash } = read(
        scene.databaseFile,
        'select password_hash from users where id = ?',
        attacker.id,
      );
      return {
        row: victim.id,
        sql: 'update users set password_hash = ? where id = ?',
        parameters: [String(hash), victim.id],
        assertUseless: async (at) => {
          const fields = { login: victim.login, password: attacker.password };
          assert.equal((await postForm(`${at}/sign-in`, fields)).status, 403);
        },
      };
    },
  },
  "a service with a secret of the forger's": {
    table: 'services',
    prepare: async ({ url, cookie, databaseFile, owner }) => {
      const victim = await registerService(url, cookie, `victim-${Date.now()}`);
      const known = await registerService(url, cookie, `known-${Date.now()}`);
      const { token } = await issueToken(url, owner.cookie, [victim.id]);
      const { secret_hash: hash } = read(
        databaseFile,
        'select secret_hash from services where id = ?',
        known.id,
      );
      return {
        row: victim.id,
        sql: 'update services set secret_hash = ? where id = ?',
        parameters: [String(hash), victim.id],
        assertUseless: async (at) => {
          assert.equal((await introspect(at, { ...victim, secret: known.secret }, token)).status, 401);
          assert.equal((await introspect(at, victim, token)).status, 401);
        },
      };
    },
  },
  "a session made an administrator's": {
    table: 'sessions',
    prepare: async (scene) => {
      const person = await scene.fresh();
      const { id } = read(scene.databaseFile, 'select id from sessions where user_id = ?', person.id);
      const { id: administratorId } = read(
        scene.databaseFile,
        'select id from users where login_key = ?',
        'ada',
      );
      return {
        row: String(id),
        sql: 'update sessions set user_id = ? where id = ?',
        parameters: [String(administratorId), String(id)],
        assertUseless: async (at) => assert.equal(await isIn(at, person.cookie), false),
      };
    },
  },
  'a session that lasts longer': {
    table: 'sessions',
    prepare: async (scene) => {
      const person = await scene.fresh();
      const { id } = read(scene.databaseFile, 'select id from sessions where user_id = ?', person.id);
      return {
        row: String(id),
        sql: 'update sessions set expires_at = expires_at + 1 where id = ?',
        parameters: [String(id)],
        assertUseless: async (at) => assert.equal(await isIn(at, person.cookie), false),
      };
    },
  },
  'an assignment of the strongest role': {
    table: 'assignments',
    prepare: async (scene) => {
      const person = await scene.fresh();
      const { id } = read(scene.databaseFile, 'select id from assignments where holder_id = ?', person.id);
      return {
        row: String(id),
        sql: "update assignments set role_id = '0-0-0-1-0' where id = ?",
        parameters: [String(id)],
        assertUseless: (at) => assertNoAdministrator(at, person),
      };
    },
  },
  "an administrator's assignment copied to somebody else, with its MAC": {
    table: 'assignments',
    prepare: async (scene) => {
      const person = await scene.fresh();
      return {
        row: '9c1f4d1e-0000-4000-8000-00000000beef',
        sql: `insert into assignments (id, role_id, holder_id, place, mac, mac_key)
          select '9c1f4d1e-0000-4000-8000-00000000beef', role_id, ?, place, mac, mac_key
          from assignments where role_id = '0-0-0-1-0' limit 1`,
        parameters: [person.id],
        assertUseless: (at) => assertNoAdministrator(at, person),
      };
    },
  },
};

/** Signed in anew if the forgery took the session away. */
export async function assertNoAdministrator(url: string, person: Person): Promise<void> {
  const cookie = (await isIn(url, person.cookie))
    ? person.cookie
    : await signIn(url, person.login, person.password);
  const body = { login: 'planted', name: 'Planted' };
  const answer = await ask(`${url}/api/rest/users`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 403, answer.text);
}

export async function setScene(house: OpenAuthority): Promise<Scene> {
  let people = 0;
  return {
    url: house.url,
    cookie: house.cookie,
    databaseFile: house.databaseFile,
    door: await registerService(house.url, house.cookie, 'door'),
    owner: await createPerson(house, 'owner'),
    fresh: () => createPerson(house, `person-${++people}`),
  };
}
