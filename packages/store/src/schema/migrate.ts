import { type Kysely, sql } from 'kysely';
import { SchemaTooNew } from '../failures.ts';
import { groundFloor } from '../migrations/0001-ground-floor.ts';
import { whoMayDoWhat } from '../migrations/0002-who-may-do-what.ts';
import { auditSearch } from '../migrations/0003-audit-search.ts';
import { whatListsShow } from '../migrations/0004-what-lists-show.ts';
import { largeLists } from '../migrations/0005-large-lists.ts';
import { secondFactors } from '../migrations/0006-second-factors.ts';
import { applicationPasswords } from '../migrations/0007-application-passwords.ts';
import { passkeys } from '../migrations/0008-passkeys.ts';
import { help } from '../migrations/0010-help.ts';
import { twoFactorDate } from '../migrations/0011-two-factor-date.ts';
import { connections } from '../migrations/0012-connections.ts';
import { oauthClients } from '../migrations/0013-oauth-clients.ts';
import { signingKeys } from '../migrations/0014-signing-keys.ts';
import { serviceTokens } from '../migrations/0015-service-tokens.ts';
import { twoSecrets } from '../migrations/0017-two-secrets.ts';
import { refusedRedirects } from '../migrations/0018-refused-redirects.ts';
import { connectionEnds } from '../migrations/0019-connection-ends.ts';
import { tokensBoundToKeys } from '../migrations/0020-tokens-bound-to-keys.ts';
import { verdictMemory } from '../migrations/0021-verdict-memory.ts';
import { permissionsExercised } from '../migrations/0022-permissions-exercised.ts';
import { factsWritten } from '../migrations/0023-facts-written.ts';
import { usesOnce } from '../migrations/0024-uses-once.ts';
import { inTransaction } from '../sql/transaction.ts';
import type { Migration } from './migration.ts';
import type { Database } from './tables.ts';
import type { Words } from './words.ts';

/** All steps, oldest first. A step that has been released is never edited; a new one is added. */
const migrations: readonly Migration[] = [
  groundFloor,
  whoMayDoWhat,
  auditSearch,
  whatListsShow,
  largeLists,
  secondFactors,
  applicationPasswords,
  passkeys,
  help,
  twoFactorDate,
  connections,
  oauthClients,
  signingKeys,
  serviceTokens,
  twoSecrets,
  refusedRedirects,
  connectionEnds,
  tokensBoundToKeys,
  verdictMemory,
  permissionsExercised,
  factsWritten,
  usesOnce,
];

/**
 * Brings the schema forward to what this version knows; there is no way back. All missing steps and the record
 * of them commit together, and only one process at a time does this. A newer schema is left alone and refused.
 */
export function migrate(
  db: Kysely<Database>,
  words: Words,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  return inTransaction(db, async (transaction) => {
    if (words.lockSchema !== undefined) await sql.raw(words.lockSchema).execute(transaction);
    const done = await schemaNumber(transaction, words);
    if (done > steps.length) throw new SchemaTooNew(done, steps.length);
    for (const [index, migration] of steps.entries()) {
      if (index < done) continue;
      for (const statement of migration.statements(words)) await sql.raw(statement).execute(transaction);
      await migration.fill?.(transaction);
      const step = { number: index + 1, name: migration.name };
      await transaction.insertInto('schema_migrations').values(step).execute();
    }
  });
}

async function schemaNumber(db: Kysely<Database>, words: Words): Promise<number> {
  const { rows } = await sql.raw(words.findMigrations).execute(db);
  if (rows.length === 0) return 0;
  const last = await db
    .selectFrom('schema_migrations')
    .select('number')
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return last?.number ?? 0;
}
