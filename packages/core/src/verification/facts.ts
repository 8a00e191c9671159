import type { AccessTables } from '../access/access-store.ts';
import type { PermissionCatalog } from '../access/permission.ts';
import type { TouchedFact } from '../audit/transaction.ts';
import type { ApplicationPassword } from '../credentials/application-password.ts';
import type { Credential, IssuedAccessToken } from '../credentials/credential.ts';
import type { TokenFacts } from '../credentials/permanent-token.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import type { UserId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { Project } from '../projects/project.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import type { FactorTables } from '../second-factor/factor.ts';
import type { ServiceAddresses } from '../services/read-addresses.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { Subject } from './decide.ts';

/** One committed change, numbered in the order of commits. */
export interface Change {
  readonly number: number;
  readonly fact: TouchedFact;
}

/** Facts that were proved fresh for one question: the only facts that a check takes. */
export interface ProvedFacts {
  /** The number of the last change that they account for: none of them is older. */
  readonly changeNumber: number;
  /** What is declared. */
  catalog(): Promise<PermissionCatalog>;
  token(hash: SecretHash): Promise<TokenFacts | undefined>;
  applicationPassword(hash: SecretHash): Promise<ApplicationPassword | undefined>;
  accessToken(hash: SecretHash): Promise<IssuedAccessToken | undefined>;
  /** Credentials by the ids that answers named; read anew each time. What is of no such id is left out. */
  credentials(ids: readonly string[]): Promise<readonly Credential[]>;
  /** Whether the user has a second factor that guards their account. */
  hasSecondFactor(id: UserId): Promise<boolean>;
  subject(id: UserId): Promise<Subject | undefined>;
  /** A service by id or key, as proxies and clients name it. */
  service(idOrKey: string): Promise<Service | undefined>;
  /** Where registered services are. */
  addresses(): Promise<ServiceAddresses>;
  /** A project by id or key; Global too. */
  project(idOrKey: string): Promise<Project | undefined>;
}

/** Where facts come from. Whoever wants them for a question proves them first: there is no other way to them. */
export interface FactProver {
  /** Facts not older than this call. Throws when the store cannot be asked. */
  prove(): Promise<ProvedFacts>;
  /**
   * Facts for a question that may be answered from what was so at most so many seconds ago, where the service that asks
   * may be behind that long; by id or key. Never older than both bounds say; as `prove` where either is none.
   */
  proveWithin(seconds: number, service: string): Promise<ProvedFacts>;
}

/** How far a store is. */
export interface Progress {
  /** The number of the last change committed. */
  readonly number: number;
  /** Moves whenever facts are written, by changes and by foreign hands; bookkeeping leaves it alone. */
  readonly mark: number;
  /**
   * The mark as the last change left it. While the mark is another one, a foreign hand has written what the change log
   * cannot name, and whoever caches facts forgets all of them.
   */
  readonly accounted: number;
}

/**
 * What checking asks of a store: facts, and proof of how fresh they are. Only reads; a store gives it a
 * connection that cannot write. Every read sees a state not older than the moment of the call. Throws when the
 * store cannot be asked: the caller answers "unavailable", never yes and never no.
 */
export interface FactSource {
  /** How far the store is, as of a moment after this call was made; many calls may share one answer. */
  lastChange(): Promise<Progress>;
  /** Changes after a number, in order; `overflow` when the log no longer reaches back that far. */
  changesSince(number: number): Promise<readonly Change[] | 'overflow'>;
  findPermanentToken(hash: SecretHash): Promise<TokenFacts | undefined>;
  findApplicationPassword(hash: SecretHash): Promise<ApplicationPassword | undefined>;
  findAccessToken(hash: SecretHash): Promise<IssuedAccessToken | undefined>;
  /** By their own ids, each kind by one read. */
  findCredentials(ids: readonly string[]): Promise<readonly Credential[]>;
  readonly tables: UserTables &
    GroupTables &
    ServiceTables &
    ProjectTables &
    AccessTables &
    Pick<FactorTables, 'factors'>;
}
