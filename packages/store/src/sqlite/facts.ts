import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  ApplicationPassword,
  FactSource,
  IssuedAccessToken,
  PermanentToken,
  Progress,
  SecretHash,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import { neverBack } from '../never-back.ts';
import type { Database } from '../schema/tables.ts';
import { SharedAnswer } from '../shared-answer.ts';
import { parseAccessToken } from '../sql/access-tokens.ts';
import { parseApplicationPassword } from '../sql/application-passwords.ts';
import { changesSince } from '../sql/changes.ts';
import { findCredentials } from '../sql/find-credentials.ts';
import { parsePermanentToken } from '../sql/permanent-tokens.ts';
import type { SealedRows } from '../sql/seal-row.ts';
import { parseServiceToken } from '../sql/service-tokens.ts';
import { tablesOn } from '../sql/tables-on.ts';
import { plainRow } from './connection.ts';
import { failureOf } from './failure.ts';
import { sealedLookUp } from './sealed-look-up.ts';

const sql = {
  version: 'pragma data_version',
  progress:
    'select change_number as number, facts_mark as mark, facts_accounted as accounted from authority_head',
};

/**
 * The facts that checks read, on a connection of their own that cannot write and never stands inside a
 * transaction. `data_version` moves when any other connection, of this process or another, has committed; while
 * it stands still, not even the progress has to be read again. The hot look-ups are statements prepared by hand.
 */
export function sqliteFacts(ports: {
  readonly database: DatabaseSync;
  readonly db: Kysely<Database>;
  readonly rows: SealedRows;
  readonly onQuery: ((sql: string) => void) | undefined;
}): FactSource {
  const { database, db, rows, onQuery } = ports;
  const readVersion = database.prepare(sql.version);
  const readProgress = database.prepare(sql.progress);
  const findPermanentTokenRow = sealedLookUp(database, rows, 'permanent_tokens', onQuery);
  const findApplicationPasswordRow = sealedLookUp(database, rows, 'application_passwords', onQuery);
  const findAccessTokenRow = sealedLookUp(database, rows, 'access_tokens', onQuery);
  const findServiceTokenRow = sealedLookUp(database, rows, 'service_tokens', onQuery);
  const accept = neverBack();
  let last: { readonly version: number; readonly progress: Progress } | undefined;

  function first<Row>(statement: StatementSync, text: string): Row | undefined {
    onQuery?.(text);
    try {
      const row = statement.get();
      return row && plainRow<Row>(row);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The version is read first: a commit between the two reads shows at the next look, and is never missed. */
  async function look(): Promise<Progress> {
    const version = first<{ data_version: number }>(readVersion, sql.version)?.data_version ?? 0;
    if (last?.version === version) return last.progress;
    const progress = first<Progress>(readProgress, sql.progress);
    if (progress === undefined) throw new StoreDefect('the head of the authority is missing');
    last = { version, progress: accept(progress) };
    return progress;
  }

  async function findPermanentToken(hash: SecretHash): Promise<PermanentToken | undefined> {
    const row = findPermanentTokenRow(hash);
    return row && parsePermanentToken(row);
  }

  async function findApplicationPassword(hash: SecretHash): Promise<ApplicationPassword | undefined> {
    const row = findApplicationPasswordRow(hash);
    return row && parseApplicationPassword(row);
  }

  async function findAccessToken(hash: SecretHash): Promise<IssuedAccessToken | undefined> {
    const row = findAccessTokenRow(hash);
    if (row !== undefined) return parseAccessToken(row);
    const own = findServiceTokenRow(hash);
    return own && parseServiceToken(own);
  }

  const progress = new SharedAnswer(look);
  return {
    lastChange: () => progress.get(),
    changesSince: (number) => changesSince(db, number),
    findPermanentToken,
    findApplicationPassword,
    findAccessToken,
    findCredentials: (ids) => findCredentials(db, rows, ids),
    tables: tablesOn(db, rows),
  };
}
