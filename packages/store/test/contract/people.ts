import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { foldText, type Query, searchText } from '@countersign/core';
import { expressionBuilder, Kysely, type SqlBool, sql } from 'kysely';
import type { PostgresServer } from '../../../../test/harness/postgres-server.ts';
import type { userAttributes } from '../../../core/test/user-attributes.ts';
import { postgresDialect } from '../../src/postgres/dialect.ts';
import { openPool } from '../../src/postgres/open-pool.ts';
import { postgresWords, sqliteWords, type Words } from '../../src/schema/words.ts';
import {
  exactMatches,
  foldedBegins,
  foldedMatches,
  hasWords,
  isBetween,
  isWithin,
  isWord,
} from '../../src/sql/filter/column-conditions.ts';
import { type Condition, type Conditions, conditionOf } from '../../src/sql/filter/condition-of.ts';
import { SqliteConnection } from '../../src/sqlite/connection.ts';
import { sqliteDialect } from '../../src/sqlite/dialect.ts';

/** A small list of people in tables of its own, kept as a list that answers queries is kept. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly groups: readonly string[];
  readonly states: readonly ('banned' | 'bot')[];
  readonly createdAt: number;
  readonly tokens: number;
  readonly grants: readonly { readonly project: string; readonly role: string }[];
}

export interface PeopleTables {
  readonly people: {
    readonly id: string;
    readonly login_key: string;
    readonly name_key: string;
    readonly email_key: string | null;
    readonly words: string;
    readonly banned: number;
    readonly bot: number;
    readonly created_at: number;
    readonly tokens: number;
  };
  readonly members: { readonly person_id: string; readonly group_key: string };
  readonly grants: { readonly person_id: string; readonly project_key: string; readonly role_key: string };
}

export type OpenPeople = (t: TestContext) => Promise<Kysely<PeopleTables>>;

const { ref, exists, selectFrom } = expressionBuilder<PeopleTables, 'people'>();

const never = sql<SqlBool>`1 = 0`;

/** How this list answers what users are asked. */
export const peopleConditions: Conditions<typeof userAttributes> = {
  attributes: {
    login: foldedMatches(ref('login_key')),
    name: foldedMatches(ref('name_key')),
    email: foldedMatches(ref('email_key')),
    id: exactMatches(ref('id')),
    loginStartsWith: foldedBegins(ref('login_key')),
    nameStartsWith: foldedBegins(ref('name_key')),
    in: (test) =>
      exists(
        selectFrom('members')
          .select('person_id')
          .whereRef('members.person_id', '=', 'people.id')
          .where(foldedMatches(expressionBuilder<PeopleTables, 'members'>().ref('group_key'))(test)),
      ),
    is: isWord({ banned: sql<SqlBool>`banned = 1`, bot: sql<SqlBool>`bot = 1`, guest: never }),
    has: isWord({ token: sql<SqlBool>`tokens > 0`, '2fa': never }),
    created: isWithin(ref('created_at')),
    tokens: isBetween(ref('tokens')),
    access: ({ project, with: role }) => {
      const grants = expressionBuilder<PeopleTables, 'grants'>();
      const any = (conditions: readonly Condition[]) => grants.or([...conditions]);
      let found = selectFrom('grants').select('person_id').whereRef('grants.person_id', '=', 'people.id');
      if (project) found = found.where(any(project.map(foldedMatches(grants.ref('project_key')))));
      if (role) found = found.where(any(role.map(foldedMatches(grants.ref('role_key')))));
      return exists(found);
    },
  },
  text: hasWords(ref('words')),
};

export async function findPeople(
  db: Kysely<PeopleTables>,
  query: Query<typeof userAttributes> | undefined,
): Promise<readonly string[]> {
  const people = db.selectFrom('people').select('id').orderBy('id');
  const found = query === undefined ? people : people.where(conditionOf(query, peopleConditions));
  return (await found.execute()).map(({ id }) => id);
}

export async function insertPeople(db: Kysely<PeopleTables>, people: readonly Person[]): Promise<void> {
  for (const { id, login, name, email, groups, states, createdAt, tokens, grants } of people) {
    const row = {
      id,
      login_key: foldText(login),
      name_key: foldText(name),
      email_key: email === undefined ? null : foldText(email),
      words: searchText([name, login, email]),
      banned: states.includes('banned') ? 1 : 0,
      bot: states.includes('bot') ? 1 : 0,
      created_at: createdAt,
      tokens,
    };
    await db.insertInto('people').values(row).execute();
    for (const group of groups) {
      await db
        .insertInto('members')
        .values({ person_id: id, group_key: foldText(group) })
        .execute();
    }
    for (const { project, role } of grants) {
      const grant = { person_id: id, project_key: foldText(project), role_key: foldText(role) };
      await db.insertInto('grants').values(grant).execute();
    }
  }
}

export const peopleOnSqlite: OpenPeople = async (t) => {
  const database = new DatabaseSync(':memory:', { readBigInts: true });
  t.after(() => database.close());
  return withTables(new Kysely({ dialect: sqliteDialect(new SqliteConnection(database)) }), sqliteWords);
};

export function peopleOnPostgres(server: () => PostgresServer): OpenPeople {
  return async (t) => {
    const url = await server().createDatabase();
    const pool = openPool({ url, max: 1, writes: true, statementTimeoutMilliseconds: 30_000 });
    t.after(() => pool.end());
    return withTables(new Kysely({ dialect: postgresDialect(pool) }), postgresWords);
  };
}

async function withTables(db: Kysely<PeopleTables>, words: Words): Promise<Kysely<PeopleTables>> {
  const { text, integer } = words;
  const statements = [
    ...(words.makeInstr === undefined ? [] : [words.makeInstr]),
    `create table people (
      id ${text} primary key, login_key ${text}, name_key ${text}, email_key ${text}, words ${text},
      banned ${integer}, bot ${integer}, created_at ${integer}, tokens ${integer}
    ) ${words.keyedRows}`,
    `create table members (person_id ${text}, group_key ${text}) ${words.rows}`,
    `create table grants (person_id ${text}, project_key ${text}, role_key ${text}) ${words.rows}`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
  return db;
}
