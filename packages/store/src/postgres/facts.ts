import type { FactSource, Progress, SecretHash } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Pool, QueryConfig } from 'pg';
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
import { findCredentials } from '../sql/find-credentials.ts';
import { parsePermanentToken } from '../sql/permanent-tokens.ts';
import type { SealedRows } from '../sql/seal-row.ts';
import { parseServiceToken } from '../sql/service-tokens.ts';
import { tablesOn } from '../sql/tables-on.ts';
import { timelineSql } from './check-server.ts';
import { failureOf, isSilence } from './failure.ts';
import type { ServerLink } from './server-link.ts';

interface ProgressRow {
  readonly number: number;
  readonly mark: number;
  readonly accounted: number;
  readonly timeline: string | null;
}

const progressSql = `select change_number as number, facts_mark as mark, facts_accounted as accounted,
  ${timelineSql} as timeline
  from authority_head`;

const permanentTokenSql = `select ${sealedColumns.permanent_tokens.join(', ')}, mac, mac_key
  from permanent_tokens where hash = $1`;

const applicationPasswordSql = `select ${sealedColumns.application_passwords.join(', ')}, mac, mac_key
  from application_passwords where hash = $1`;

const accessTokenSql = `select ${sealedColumns.access_tokens.join(', ')}, mac, mac_key
  from access_tokens where hash = $1`;

const serviceTokenSql = `select ${sealedColumns.service_tokens.join(', ')}, mac, mac_key
  from service_tokens where hash = $1`;

/**
 * The facts that checks read, on a small pool of their own whose connections cannot write. How far the store is
 * is a read index: one question under way at most, and everybody who asks meanwhile shares the next. A standby,
 * an older timeline and a number that goes back are not believed.
 */
export function postgresFacts(ports: {
  readonly pool: Pool;
  readonly db: Kysely<Database>;
  readonly rows: SealedRows;
  readonly onQuery: ((sql: string) => void) | undefined;
  readonly link: ServerLink;
}): FactSource {
  const { pool, db, rows } = ports;
  const accept = neverBack();

  async function first<Row extends object>(query: QueryConfig): Promise<Row | undefined> {
    ports.onQuery?.(query.text);
    try {
      return (await pool.query<Row>(query)).rows[0];
    } catch (error) {
      if (isSilence(error)) void ports.link.giveUp();
      throw failureOf(error);
    }
  }

  async function look(): Promise<Progress> {
    const row = await first<ProgressRow>({ name: 'progress', text: progressSql });
    if (row === undefined) throw new StoreDefect('the head of the authority is missing');
    ports.link.follow(row.timeline);
    return accept({ number: row.number, mark: row.mark, accounted: row.accounted });
  }

  async function findPermanentToken(hash: SecretHash) {
    const query = { name: 'permanent-token', text: permanentTokenSql, values: [hash] };
    const row = rows.open('permanent_tokens', await first<PermanentTokenRow>(query), { hash });
    return row && parsePermanentToken(row);
  }

  async function findApplicationPassword(hash: SecretHash) {
    const query = { name: 'application-password', text: applicationPasswordSql, values: [hash] };
    const row = rows.open('application_passwords', await first<ApplicationPasswordRow>(query), { hash });
    return row && parseApplicationPassword(row);
  }

  async function findAccessToken(hash: SecretHash) {
    const query = { name: 'access-token', text: accessTokenSql, values: [hash] };
    const row = rows.open('access_tokens', await first<AccessTokenRow>(query), { hash });
    if (row !== undefined) return parseAccessToken(row);
    const own = { name: 'service-token', text: serviceTokenSql, values: [hash] };
    const opened = rows.open('service_tokens', await first<ServiceTokenRow>(own), { hash });
    return opened && parseServiceToken(opened);
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
