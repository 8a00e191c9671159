import { openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The negative control's program: commits to the authority's own schema with `synchronous = normal`, the setting
 * that the product refuses, and notes each commit with its moment in a ledger on another disk. Says a word after
 * the first, and runs until it is killed.
 */
const [databaseFile, ledgerFile] = process.argv.slice(2) as [string, string];
const database = new DatabaseSync(databaseFile);
database.exec('pragma journal_mode = wal');
database.exec('pragma synchronous = normal');
const last = database.prepare('select coalesce(max(number), 0) as number from audit_events').get();
const insert = database.prepare(
  "insert into audit_events (number, at, kind, text, previous_hash, hash) values (?, 0, 'control', '{}', '', '')",
);
const ledger = openSync(ledgerFile, 'w', 0o600);

const first = Number(last?.number) + 1;
for (let number = first; ; number++) {
  insert.run(number);
  writeSync(ledger, `${process.hrtime.bigint()} ${number}\n`);
  if (number === first) console.log('committing');
  // As busy as a server is, and no more: a checkpoint syncs everything, and in a flood one comes every moment.
  await pause(1);
}
