import type { Digest, ForgedRow, RowSeal, Store } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { artefactLedger } from './artefacts.ts';
import { attemptStore } from './attempts.ts';
import { auditLog } from './audit.ts';
import { challengeStore } from './challenges.ts';
import { openChange } from './change.ts';
import { lastAccessStore } from './last-access.ts';
import { refusedCheckStore } from './refused-checks.ts';
import { refusedRedirectBook } from './refused-redirects.ts';
import type { SealedRows } from './seal-row.ts';
import { sessionUseStore } from './session-uses.ts';
import { firstSigningKey } from './signing-keys.ts';
import { tablesOn } from './tables-on.ts';
import { useStore } from './uses.ts';

/** What every engine is opened with. */
export interface StorePorts {
  readonly seal: RowSeal;
  readonly digest: Digest;
  /** Told once of each row whose MAC does not fit, as soon as it is met. Must not throw. */
  readonly onForged: (row: ForgedRow) => void;
  /** Told the text of every statement, without its values: for an operator's debug log. */
  readonly onQuery?: ((sql: string) => void) | undefined;
}

/** The part of a store that is the same on every engine, from its connections for reading and for writing. */
export function assembleStore(
  engine: {
    readonly reads: Kysely<Database>;
    readonly writes: Kysely<Database>;
    readonly locksRows: boolean;
  },
  rows: SealedRows,
  digest: Digest,
): Omit<Store, 'facts' | 'ping' | 'close'> {
  const { reads, writes } = engine;
  return {
    change: openChange({ ...engine, rows, digest }),
    tables: tablesOn(reads, rows),
    audit: auditLog(reads),
    uses: useStore(reads, writes),
    sessionUses: sessionUseStore(reads, writes),
    lastAccess: lastAccessStore(reads),
    attempts: attemptStore(reads, writes),
    challenges: challengeStore(writes),
    artefacts: artefactLedger(engine, rows),
    signingKeys: firstSigningKey(writes),
    refusedChecks: refusedCheckStore(writes),
    refusedRedirects: refusedRedirectBook(writes),
  };
}
