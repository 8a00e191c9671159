import { sql } from 'kysely';

/** In an upsert: the later of the moment in the table and the moment that comes in. */
export function latest(table: string) {
  return sql<number>`case when excluded.last_at > ${sql.ref(`${table}.last_at`)}
    then excluded.last_at else ${sql.ref(`${table}.last_at`)} end`;
}

/** In an upsert: the incoming value of a column if it is not older than what the table holds. */
export function ofLatest(table: string, column: string) {
  return sql<string | null>`case when excluded.last_at >= ${sql.ref(`${table}.last_at`)}
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`${table}.${column}`)} end`;
}

/** In an upsert: the sum of both counts. */
export function sumOf(table: string) {
  return sql<number>`${sql.ref(`${table}.count`)} + excluded.count`;
}
