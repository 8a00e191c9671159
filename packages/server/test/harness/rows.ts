import { DatabaseSync } from 'node:sqlite';

export type Row = Readonly<Record<string, unknown>>;

/** What changes of the authority are kept in; bookkeeping of use and attempts is not among them. */
const tables = [
  'users',
  'reserved_logins',
  'user_groups',
  'memberships',
  'projects',
  'declared_permissions',
  'roles',
  'assignments',
  'services',
  'permanent_tokens',
  'sessions',
  'set_up',
];

/** Everything that a request could have changed, read from the file beside the server that has it open. */
export function readState(databaseFile: string): Readonly<Record<string, readonly Row[]>> {
  return withDatabase(databaseFile, (database) =>
    Object.fromEntries(
      tables.map((table) => [table, database.prepare(`select * from ${table} order by 1, 2`).all()]),
    ),
  );
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

function withDatabase<Value>(file: string, read: (database: DatabaseSync) => Value): Value {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    return read(database);
  } finally {
    database.close();
  }
}
