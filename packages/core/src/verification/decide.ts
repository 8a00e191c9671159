import { type PermissionCatalog, readServicePermission } from '../access/permission.ts';
import { covers, type PermissionSet } from '../access/permission-set.ts';
import { type Credential, isFor } from '../credentials/credential.ts';
import type { ServiceToken } from '../credentials/service-token.ts';
import type { GroupReference } from '../identity/group.ts';
import type { User } from '../identity/user.ts';
import { authorityServiceId, type ServiceId } from '../kernel/id.ts';
import { hasPassed, type Instant } from '../kernel/instant.ts';
import { mayActByItself, type Service } from '../services/service.ts';
import { granted } from './granted.ts';
import { bare, endOfPossession, type Possession } from './possession.ts';
import {
  type InactiveReason,
  type InactiveVerdict,
  inactive,
  type ServiceVerdict,
  type Verdict,
} from './verdict.ts';

/** Everything a decision may depend on. There is nothing else: no transport, no header, no configuration. */
export interface DecisionFacts<Of extends Credential = Credential> {
  readonly credential: Of | undefined;
  readonly subject: Subject | undefined;
  /** Whether the subject has a second factor now. Only an application password asks; unknown is no. */
  readonly hasSecondFactor?: boolean | undefined;
  /** What was shown of a key beside the credential; absent: nothing. */
  readonly possession?: Possession | undefined;
  /** What is declared now; a permission nobody declares counts for nothing. */
  readonly catalog: PermissionCatalog;
  /** The service at whose door the credential was presented. */
  readonly service: ServiceId;
  readonly now: Instant;
}

/** The same, for what a service presents by itself. */
export interface ServiceDecisionFacts {
  readonly credential: ServiceToken | undefined;
  /** The service that it is of, as it is registered now. */
  readonly client: Service | undefined;
  readonly possession?: Possession | undefined;
  readonly service: ServiceId;
  readonly now: Instant;
}

/** Whom a credential speaks for, with what they hold now. */
export interface Subject {
  readonly user: User;
  readonly permissions: PermissionSet;
  /** Every group they are in, for applications behind a door. */
  readonly groups: readonly GroupReference[];
  /** Whether somebody active answers for the account: always so for a person. */
  readonly answeredFor: boolean;
}

/**
 * The one decision. What a credential may do is
 *
 *     the subject's permissions now ∩ the permissions of the audience's services ∩ its own grant ∩ its ceiling
 *
 * where an access token has for its grant what its audience declared when the user agreed, and no ceiling of its own;
 * and nothing at all when the credential or its subject has ended, when the asking service is not in the
 * audience, when the subject may not use that service any more, or when the credential is bound to a key that was not
 * shown. Every way of asking calls this function with the same facts and so gets the same answer. Pure and
 * total; anything missing, unknown or empty denies. A token of a service by itself has no subject and so no permissions:
 * it is good where its audience is, as long as the service may act by itself.
 */
export function decide<Of extends Credential>(facts: DecisionFacts<Of>): Verdict<Of>;
export function decide(facts: ServiceDecisionFacts): ServiceVerdict | InactiveVerdict;
export function decide(facts: DecisionFacts | ServiceDecisionFacts): Verdict | ServiceVerdict {
  return 'client' in facts ? decideForService(facts) : decideForUser(facts);
}

function decideForService({
  credential,
  client,
  possession,
  service,
  now,
}: ServiceDecisionFacts): ServiceVerdict | InactiveVerdict {
  if (credential === undefined) return inactive('unknown');
  const reason = endOfCredential(credential, { possession, now });
  if (reason !== undefined) return inactive(reason);
  if (client?.id !== credential.clientId) return inactive('subject-unknown');
  if (!mayActByItself(client)) return inactive('flow-off');
  if (!isFor(credential, service)) return inactive('wrong-audience');
  return { active: true, credential, subject: undefined, client };
}

function decideForUser(facts: DecisionFacts): Verdict {
  const { credential, subject } = facts;
  if (credential === undefined) return inactive('unknown');
  const reason = endOfCredential(credential, facts) ?? endOfSubject(credential, subject);
  if (reason !== undefined || subject === undefined) return inactive(reason ?? 'subject-unknown');
  if (!isFor(credential, facts.service)) return inactive('wrong-audience');
  if (!mayUse(subject.permissions, facts.service)) return inactive('service-shut');
  return {
    active: true,
    credential,
    subject: subject.user,
    groups: subject.groups,
    permissions: granted(credential, subject, facts.catalog),
  };
}

/** Everybody with an account may use the authority itself. */
export function mayUse(held: PermissionSet, service: ServiceId): boolean {
  return service === authorityServiceId || covers(held, readServicePermission, service);
}

function endOfCredential(
  credential: Credential | ServiceToken,
  { hasSecondFactor, possession = bare, now }: Pick<DecisionFacts, 'hasSecondFactor' | 'possession' | 'now'>,
): InactiveReason | undefined {
  if (credential.state.kind !== 'active') return credential.state.kind;
  if (credential.kind !== 'application-password') {
    const bound = credential.kind === 'permanent-token' ? undefined : credential.keyThumbprint;
    return hasPassed(credential.expiresAt, now) ? 'expired' : endOfPossession(bound, possession);
  }
  return (
    endOfPossession(undefined, possession) ?? (hasSecondFactor === true ? undefined : 'second-factor-missing')
  );
}

function endOfSubject(credential: Credential, subject: Subject | undefined): InactiveReason | undefined {
  if (subject === undefined || subject.user.id !== credential.userId) return 'subject-unknown';
  switch (subject.user.state.kind) {
    case 'active':
      return subject.answeredFor ? undefined : 'subject-suspended';
    case 'banned':
      return 'subject-banned';
    case 'deleted':
      return 'subject-deleted';
    default:
      // A state that nobody has heard of is no licence.
      subject.user.state satisfies never;
      return 'subject-unknown';
  }
}
