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
import { sealedColumns } from '../schema/sealed-columns.ts';
import type {
  AccessTokenRow,
  ApplicationPasswordRow,
  Database,
  PermanentTokenRow,
  ServiceTokenRow,
} from '../schema/tables.ts';
import { SharedAnswer } from '../shared-answer.ts';
import { parseAccessToken } from '../sql/access-tokens.ts';
import { parseApplicationPassword } from '../sql/application-passwords.ts';
import { changesSince } from '../sql/changes.ts';
import { parsePermanentToken } from '../sql/permanent-tokens.ts';
import type { SealedRows } from '../sql/seal-row.ts';
import { parseServiceToken } from '../sql/service-tokens.ts';
import { tablesOn } from '../sql/tables-on.ts';
import { plainRow } from './connection.ts';
import { failureOf } from './failure.ts';

const sql = {
  mark: 'pragma data_version',
  number: 'select change_number from authority_head',
  permanentToken: `select ${sealedColumns.permanent_tokens.join(', ')}, mac, mac_key
    from permanent_tokens where hash = ?`,
  applicationPassword: `select ${sealedColumns.application_passwords.join(', ')}, mac, mac_key
    from application_passwords where hash = ?`,
  accessToken: `select ${sealedColumns.access_tokens.join(', ')}, mac, mac_key
    from access_tokens where hash = ?`,
  serviceToken: `select ${sealedColumns.service_tokens.join(', ')}, mac, mac_key
    from service_tokens where hash = ?`,
};

/**
 * The facts that checks read, on a connection of their own that cannot write and never stands inside a
 * transaction. `data_version` moves when any other connection, of this process or another, has committed; while
 * it stands still, nothing at all has to be read again. The hot look-ups are statements prepared by hand.
 */
export function sqliteFacts(ports: {
  readonly database: DatabaseSync;
  readonly db: Kysely<Database>;
  readonly rows: SealedRows;
  readonly onQuery: ((sql: string) => void) | undefined;
}): FactSource {
  const { database, db, rows } = ports;
  const readMark = database.prepare(sql.mark);
  const readNumber = database.prepare(sql.number);
  const readPermanentToken = database.prepare(sql.permanentToken);
  const readApplicationPassword = database.prepare(sql.applicationPassword);
  const readAccessToken = database.prepare(sql.accessToken);
  const readServiceToken = database.prepare(sql.serviceToken);
  const accept = neverBack();
  let last: Progress | undefined;

  function first<Row>(statement: StatementSync, text: string, ...parameters: string[]): Row | undefined {
    ports.onQuery?.(text);
    try {
      const row = statement.get(...parameters);
      return row && plainRow<Row>(row);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The mark is read first: a commit between the two reads shows at the next look, and is never missed. */
  async function look(): Promise<Progress> {
    const mark = first<{ data_version: number }>(readMark, sql.mark)?.data_version ?? 0;
    if (last?.mark === mark) return last;
    const head = first<{ change_number: number }>(readNumber, sql.number);
    if (head === undefined) throw new StoreDefect('the head of the authority is missing');
    last = accept({ number: head.change_number, mark });
    return last;
  }

  async function findPermanentToken(hash: SecretHash): Promise<PermanentToken | undefined> {
    const found = first<PermanentTokenRow>(readPermanentToken, sql.permanentToken, hash);
    const row = rows.open('permanent_tokens', found);
    return row && parsePermanentToken(row);
  }

  async function findApplicationPassword(hash: SecretHash): Promise<ApplicationPassword | undefined> {
    const found = first<ApplicationPasswordRow>(readApplicationPassword, sql.applicationPassword, hash);
    const row = rows.open('application_passwords', found);
    return row && parseApplicationPassword(row);
  }

  async function findAccessToken(hash: SecretHash): Promise<IssuedAccessToken | undefined> {
    const row = rows.open('access_tokens', first<AccessTokenRow>(readAccessToken, sql.accessToken, hash));
    if (row !== undefined) return parseAccessToken(row);
    const own = first<ServiceTokenRow>(readServiceToken, sql.serviceToken, hash);
    const opened = rows.open('service_tokens', own);
    return opened && parseServiceToken(opened);
  }

  const progress = new SharedAnswer(look);
  return {
    lastChange: () => progress.get(),
    changesSince: (number) => changesSince(db, number),
    findPermanentToken,
    findApplicationPassword,
    findAccessToken,
    tables: tablesOn(db, rows),
  };
}
