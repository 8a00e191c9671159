import { DatabaseSync } from 'node:sqlite';
import { after } from 'node:test';

export type Row = Readonly<Record<string, unknown>>;

/** Bookkeeping of use and of attempts, and the log, which holds what was refused, too. Every other table is state. */
const bookkeeping: readonly unknown[] = [
  'credential_uses',
  'earlier_credential_uses',
  'credential_permission_uses',
  'session_uses',
  'sign_in_attempts',
  'refused_checks',
  'refused_redirects',
  'audit_events',
  'authority_head',
];

/** A request that waits for somebody at the pages, or was pushed, has changed nothing yet. */
const isState = ({ model }: Row) => model !== 'Interaction' && model !== 'PushedAuthorizationRequest';

/** Everything that a request could have changed, read from the file beside the server that has it open. */
export function readState(databaseFile: string): State {
  return withDatabase(databaseFile, stateOf);
}

type State = Readonly<Record<string, readonly Row[]>>;

function stateOf(database: DatabaseSync): State {
  return Object.fromEntries(
    database
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      .all()
      .filter(({ name }) => !bookkeeping.includes(name))
      .map(({ name }) => [name, readRows(database, String(name)).filter(isState)]),
  );
}

/**
 * The state before a piece of work and after it. SQLite keeps the one before while the work is done, and says whether
 * anything at all was committed: mostly nothing was, and then nothing is read. Nor is it where nobody wants to know.
 */
export async function aroundState<Value>(
  databaseFile: string,
  work: () => Promise<Value>,
  isOfInterest: (value: Value) => boolean = () => true,
): Promise<{ readonly value: Value; readonly before: State; readonly after: State }> {
  const [then, now] = pairs.get(databaseFile)?.pop() ?? [open(databaseFile), open(databaseFile)];
  const version = () => now.prepare('pragma data_version').get()?.data_version;
  then.exec('begin');
  try {
    then.prepare('select count(*) from sqlite_schema').get();
    const known = version();
    const value = await work();
    if (!isOfInterest(value) || version() === known) return { value, before: {}, after: {} };
    return { value, before: stateOf(then), after: stateOf(now) };
  } finally {
    then.exec('rollback');
    pairs.set(databaseFile, [...(pairs.get(databaseFile) ?? []), [then, now]]);
  }
}

/** Idle connections for the one moment and the other: opening them takes longer than most of what is done between. */
const pairs = new Map<string, (readonly [then: DatabaseSync, now: DatabaseSync])[]>();

after(() => {
  for (const database of [...pairs.values()].flat(2)) database.close();
  pairs.clear();
});

function open(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
}

export interface RecordedEvent {
  readonly number: number;
  readonly kind: string;
  readonly text: string;
}

/** The audit events after a number, oldest first. */
export function readAuditEvents(databaseFile: string, after = 0): readonly RecordedEvent[] {
  return withDatabase(
    databaseFile,
    (database) =>
      database
        .prepare('select number, kind, text from audit_events where number > ? order by number')
        .all(after) as unknown as readonly RecordedEvent[],
  );
}

/** The number of the newest audit event. */
export function lastAuditNumber(databaseFile: string): number {
  return readAuditEvents(databaseFile).at(-1)?.number ?? 0;
}

/** How often checks from a source were refused, by the reason; gathered, and written every now and then. */
export function readRefusedChecks(databaseFile: string, source: string): Readonly<Record<string, number>> {
  return withDatabase(databaseFile, (database) =>
    Object.fromEntries(
      database
        .prepare('select reason, sum(count) as count from refused_checks where source = ? group by reason')
        .all(source)
        .map(({ reason, count }) => [reason, count]),
    ),
  );
}

function withDatabase<Value>(file: string, read: (database: DatabaseSync) => Value): Value {
  const database = open(file);
  try {
    return read(database);
  } finally {
    database.close();
  }
}

function readRows(database: DatabaseSync, table: string): readonly Row[] {
  return database.prepare(`select * from ${table} order by 1, 2`).all();
}
