import type { Instant } from '../kernel/instant.ts';
import type { AuditKind, AuditTarget } from './event.ts';

/**
 * Which events are wanted. An event must fit every member that is given; of a list it must fit one entry, and an
 * empty list fits nothing. No list is longer than `filterEntriesMax`.
 */
export interface AuditFilter {
  /** At this moment or later. */
  readonly after?: Instant | undefined;
  /** Earlier than this moment. */
  readonly before?: Instant | undefined;
  /** With a higher number. */
  readonly afterNumber?: number | undefined;
  /** With a lower number. */
  readonly beforeNumber?: number | undefined;
  readonly kinds?: readonly AuditKind[] | undefined;
  /** Who acted: the id of a user or service, `system` or `anonymous`. */
  readonly actors?: readonly string[] | undefined;
  /** Whose account or credential was touched, where that was not the actor's. */
  readonly subjectIds?: readonly string[] | undefined;
  readonly targetKinds?: readonly AuditTarget['kind'][] | undefined;
  readonly targetIds?: readonly string[] | undefined;
  /** With which credential: the id of a permanent token or session. */
  readonly credentialIds?: readonly string[] | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly requestIds?: readonly string[] | undefined;
}

/** Each entry may cost a look-up of its own. Every kind of event must fit. */
export const filterEntriesMax = 100;
