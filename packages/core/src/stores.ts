import type { AccessTables } from './access/access-store.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { NoticeTables } from './audit/notice.ts';
import type { Transactor } from './audit/transaction.ts';
import type { ArtefactLedger, ConnectionTables } from './credentials/connection-store.ts';
import type {
  ApplicationPasswordTables,
  PermanentTokenTables,
  UseStore,
} from './credentials/credential-store.ts';
import type { ServiceTokenTables } from './credentials/service-token-store.ts';
import type { FirstSigningKey, SigningKeyTables } from './credentials/signing-key.ts';
import type { GroupTables, SetUpTables, UserTables } from './identity/identity-store.ts';
import type { ProjectTables } from './projects/project-store.ts';
import type { FactorTables } from './second-factor/factor.ts';
import type { ChallengeStore } from './second-factor/passkey.ts';
import type { RefusedRedirectBook, RefusedRedirectTables } from './services/refused-redirect.ts';
import type { ServiceTables } from './services/service-store.ts';
import type { LastAccessPort } from './sessions/last-access-store.ts';
import type { PasswordResetTables } from './sessions/password-reset.ts';
import type { AttemptStore, SessionTables, SessionUseStore } from './sessions/session-store.ts';
import type { FactSource } from './verification/facts.ts';
import type { RefusedCheckStore } from './verification/refused-checks.ts';

/** Every table that an audited change may read and write. */
export type Tables = UserTables &
  GroupTables &
  ProjectTables &
  AccessTables &
  ServiceTables &
  RefusedRedirectTables &
  PermanentTokenTables &
  ApplicationPasswordTables &
  ConnectionTables &
  ServiceTokenTables &
  SigningKeyTables &
  SessionTables &
  FactorTables &
  PasswordResetTables &
  NoticeTables &
  SetUpTables;

/** A whole store: what an engine must provide. One contract suite holds every engine to it. */
export interface Store extends Transactor<Tables>, LastAccessPort {
  readonly audit: AuditLog;
  readonly facts: FactSource;
  readonly uses: UseStore;
  readonly sessionUses: SessionUseStore;
  readonly attempts: AttemptStore;
  readonly challenges: ChallengeStore;
  readonly artefacts: ArtefactLedger;
  readonly signingKeys: FirstSigningKey;
  readonly refusedChecks: RefusedCheckStore;
  readonly refusedRedirects: RefusedRedirectBook;
  /** Whether the store answers and writes durably; throws when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A row whose MAC does not fit: somebody wrote to the database without the key ring. It counts as absent. */
export interface ForgedRow {
  readonly table: string;
  readonly id: string;
}

/**
 * Seals rows that decisions read, with a key ring kept outside the database. `seal` answers the MAC of the text
 * under the newest key; `verify` is false for an unknown key version and for every other text.
 */
export interface RowSeal {
  readonly newestVersion: number;
  seal(text: string): string;
  verify(text: string, keyVersion: number, mac: string): boolean;
}
