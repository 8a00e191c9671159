import type { Credential } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { parseAccessToken } from './access-tokens.ts';
import { parseApplicationPassword } from './application-passwords.ts';
import { chunksOf } from './chunks.ts';
import { parsePermanentToken } from './permanent-tokens.ts';
import type { SealedRows } from './seal-row.ts';

/** Credentials of users by their own ids; what is of no such id, or forged, is left out. */
export async function findCredentials(
  db: Kysely<Database>,
  rows: SealedRows,
  ids: readonly string[],
): Promise<readonly Credential[]> {
  const found: Credential[] = [];
  for await (const chunk of chunksOf(ids)) {
    const asked = { id: new Set<string>(chunk) };
    const tokens = await db.selectFrom('permanent_tokens').selectAll().where('id', 'in', chunk).execute();
    found.push(...rows.openAll('permanent_tokens', tokens, asked).map(parsePermanentToken));
    const passwords = db.selectFrom('application_passwords').selectAll().where('id', 'in', chunk);
    found.push(
      ...rows
        .openAll('application_passwords', await passwords.execute(), asked)
        .map(parseApplicationPassword),
    );
    const access = await db.selectFrom('access_tokens').selectAll().where('id', 'in', chunk).execute();
    found.push(...rows.openAll('access_tokens', access, asked).map(parseAccessToken));
  }
  return found;
}
