import { sql } from 'kysely';

/** In an upsert: the later of the moment in the table and the moment that comes in. */
export function latest(table: string) {
  return sql<number>`case when excluded.last_at > ${sql.ref(`${table}.last_at`)}
    then excluded.last_at else ${sql.ref(`${table}.last_at`)} end`;
}

/** In an upsert: the incoming value of a column if it is not older than what the table holds. */
function ofLatest(table: string, column: string) {
  return sql<string | null>`case when excluded.last_at >= ${sql.ref(`${table}.last_at`)}
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`${table}.${column}`)} end`;
}

/** What a count grows to at most: others report some of them, and a sum of many must stay a number. */
export const countMax = 1_000_000_000_000;

/** In an upsert: the sum of both counts. */
export function sumOf(table: string) {
  const sum = sql<number>`${sql.ref(`${table}.count`)} + excluded.count`;
  const max = sql.lit(countMax);
  return sql<number>`case when ${sum} > ${max} then ${max} else ${sum} end`;
}

/** In an upsert into a table of uses: what adds one use to what the table holds. */
export function additionTo(table: 'credential_uses' | 'earlier_credential_uses') {
  return {
    count: sumOf(table),
    last_at: latest(table),
    address: ofLatest(table, 'address'),
    user_agent: ofLatest(table, 'user_agent'),
  };
}

/** The sum of the counts of many rows, which stays a number however many there are. */
export const sumOfAll = sql<number>`cast(case when sum(count) > ${sql.lit(Number.MAX_SAFE_INTEGER)}
  then ${sql.lit(Number.MAX_SAFE_INTEGER)} else coalesce(sum(count), 0) end as bigint)`;

/** The sum of the counts of a row's credential, beside each row. */
export const sumByCredential = sql<number>`cast(case when ${ofCredential()} > ${sql.lit(countMax)}
  then ${sql.lit(countMax)} else ${ofCredential()} end as bigint)`;

function ofCredential() {
  return sql`sum(count) over (partition by credential_id)`;
}
