import type { ForgedRow, RowSeal } from '@countersign/core';
import { StoreDefect } from '../failures.ts';
import { type Content, columnsAtFirst, type SealedTable, sealedColumns } from '../schema/sealed-columns.ts';
import type { Database, SealColumns } from '../schema/tables.ts';

/** How many forged rows are remembered as reported; past that the oldest may be reported once more. */
const reportedMax = 10_000;

/** What a query asked for: for a column a value, or one of several. Nothing where any row will do. */
export type Asked<Table extends SealedTable> = {
  readonly [Column in keyof Content<Table>]?: Content<Table>[Column] | ReadonlySet<Content<Table>[Column]>;
};

/**
 * Puts the MAC on every row that decisions read, and takes no row without it. Under the seal are the name of
 * the table, the version of the key and every column as stored, so that a row cannot be edited, moved to
 * another table or dressed in another row's MAC by whoever has the database and not the key ring. What does
 * not fit counts as absent and is reported once. An older row that was once valid still fits.
 *
 * A row that is genuine may still not be the one that was asked for: whoever has the database can put a view in the place
 * of a table, or an index that lies. So nobody opens a row without saying what the query asked for, and what came is
 * held against that.
 */
export class SealedRows {
  readonly #seal: RowSeal;
  readonly #onForged: (row: ForgedRow) => void;
  readonly #reported = new Set<string>();

  constructor(seal: RowSeal, onForged: (row: ForgedRow) => void) {
    this.#seal = seal;
    this.#onForged = onForged;
  }

  /** The row to write: sealed under the newest key. */
  seal<Table extends SealedTable>(table: Table, content: Content<Table>): Content<Table> & SealColumns {
    const keyVersion = this.#seal.newestVersion;
    for (const value of Object.values(content)) if (!comesBackAsWritten(value)) throw unstorable(table);
    const text = canonicalText(table, keyVersion, content);
    if (text === undefined)
      throw new StoreDefect(`a row for ${table} lacks a column, or has a number without end`);
    return {
      ...content,
      mac: this.#seal.seal(text),
      mac_key: keyVersion,
    };
  }

  /** The row that was read, or nothing if somebody else wrote it or it is not what was asked for. */
  open<Table extends SealedTable>(
    table: Table,
    row: Database[Table] | undefined,
    asked: Asked<Table>,
  ): Database[Table] | undefined {
    if (row === undefined) return undefined;
    if (isAsked(row, asked) && this.#proves(canonicalText(table, row.mac_key, row), row)) return row;
    this.#report(table, row);
    return undefined;
  }

  /**
   * The row that an engine brought over as one JSON list: the version of the key, then every column under the seal in its
   * order. After the name of the table that is, as a rule, letter by letter what was sealed, and is proved as it came; a
   * row that an engine writes in other letters is put together anew.
   */
  openList<Table extends SealedTable>(
    table: Table,
    list: string,
    mac: string,
    asked: Asked<Table>,
  ): Database[Table] | undefined {
    const row = rowOf(table, JSON.parse(list), mac);
    return isAsked(row, asked) && this.#proves(sealedText(table, list), row)
      ? row
      : this.open(table, row, asked);
  }

  /** Those of the rows that were not forged and are what was asked for. */
  openAll<Table extends SealedTable>(
    table: Table,
    rows: readonly Database[Table][],
    asked: Asked<Table>,
  ): readonly Database[Table][] {
    return rows.filter((row) => this.open(table, row, asked) !== undefined);
  }

  #proves(text: string | undefined, { mac, mac_key }: SealColumns): boolean {
    return text !== undefined && typeof mac === 'string' && this.#seal.verify(text, mac_key, mac);
  }

  #report(table: SealedTable, row: Database[SealedTable]): void {
    const key = JSON.stringify([table, row.id, row.mac]);
    if (this.#reported.has(key)) return;
    const [oldest] = this.#reported;
    if (oldest !== undefined && this.#reported.size >= reportedMax) this.#reported.delete(oldest);
    this.#reported.add(key);
    this.#onForged({ table, id: String(row.id) });
  }
}

type Value = string | number | null;

function isAsked<Table extends SealedTable>(row: Database[Table], asked: Asked<Table>): boolean {
  for (const [column, wanted] of Object.entries(asked)) {
    const value: unknown = Reflect.get(row, column);
    if (wanted instanceof Set ? !wanted.has(value) : wanted !== value) return false;
  }
  return true;
}

/**
 * What is sealed. JSON keeps the values apart: no two rows have the same text. A row with what it would write as another
 * value, absent or infinite, has none.
 */
function canonicalText(table: SealedTable, keyVersion: number, row: object): string | undefined {
  const values = row as Readonly<Record<string, unknown>>;
  const sealed = sealedColumns[table].map((column) => values[column]);
  if (!sealed.every(isValue)) return undefined;
  while (sealed.length > columnsAtFirst[table] && sealed.at(-1) === null) sealed.pop();
  return JSON.stringify([table, keyVersion, ...sealed]);
}

function isValue(value: unknown): value is Value {
  return value === null || typeof value === 'string' || Number.isFinite(value);
}

/** The same from a row's list. */
function sealedText(table: SealedTable, list: string): string {
  let end = list.length - 1;
  for (let columns = sealedColumns[table].length; columns > columnsAtFirst[table]; columns -= 1) {
    if (!list.endsWith(',null', end)) break;
    end -= ',null'.length;
  }
  return `["${table}",${list.slice(1, end)}]`;
}

/** After the version of the key come the columns. */
function rowOf<Table extends SealedTable>(
  table: Table,
  list: readonly Value[],
  mac: string,
): Database[Table] {
  const row: Record<string, Value | undefined> = {};
  let index = 1;
  // No closure and no copy: this runs for every check that meets a credential for the first time.
  for (const column of sealedColumns[table]) row[column] = list[index++];
  row.mac = mac;
  row.mac_key = list[0];
  return row as unknown as Database[Table];
}

/** Neither engine gives back a lone surrogate as it was, and PostgreSQL takes no NUL: the seal would not fit. */
function comesBackAsWritten(value: Value): boolean {
  return typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));
}

function unstorable(table: SealedTable): StoreDefect {
  return new StoreDefect(`a text for ${table} holds NUL or is not well-formed Unicode`);
}
