import type { Caller } from '../access/actor.ts';
import type {
  ApplicationPasswordId,
  ApprovedScopeId,
  ConnectionId,
  FactorId,
  GroupId,
  PermanentTokenId,
  PermissionKey,
  ProjectId,
  RoleId,
  ServiceId,
  SessionId,
  UserId,
} from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * What can happen, in the past tense. Closed, so that a reader of the log knows every word it may contain.
 * A change cannot be committed without one of these; refused changes and failed sign-ins have theirs too.
 */
export const auditKinds = [
  'authority.founded',
  'authority.set-up',
  'administrator.recovered',
  'user.created',
  'user.updated',
  'user.banned',
  'user.unbanned',
  'user.deleted',
  'user.password-changed',
  'user.everything-revoked',
  'password-reset.link-issued',
  'password-reset.used',
  'bot.handed-over',
  'group.created',
  'group.updated',
  'group.deleted',
  'group.member-added',
  'group.member-removed',
  'role.created',
  'role.updated',
  'role.deleted',
  'role.assigned',
  'role.unassigned',
  'project.created',
  'project.updated',
  'project.deleted',
  'service.registered',
  'service.updated',
  'service.secret-rotated',
  'service.secret-ended',
  'service.redirect-dismissed',
  'service.connections-ended',
  'service.deleted',
  'permission.declared',
  'permission.updated',
  'permission.withdrawn',
  'permanent-token.issued',
  'permanent-token.revoked',
  'application-password.issued',
  'application-password.revoked',
  'approved-scope.granted',
  'approved-scope.ended',
  'connection.made',
  'connection.renewed',
  'connection.ended',
  'service-token.issued',
  'service-token.revoked',
  'signing-keys.renewed',
  'factor.started',
  'factor.added',
  'factor.removed',
  'recovery-codes.renewed',
  'recovery-code.used',
  'session.started',
  'session.ended',
  'sign-in.failed',
  'set-up.code-issued',
  'set-up.failed',
  'notice.dismissed',
  'change.refused',
  'row.forged',
] as const;

export type AuditKind = (typeof auditKinds)[number];

/** What an event is about. `name` is the name at that moment: the log must read well after a rename. */
export type AuditTarget =
  | { readonly kind: 'authority' }
  | { readonly kind: 'user'; readonly id: UserId; readonly name: string }
  | { readonly kind: 'service'; readonly id: ServiceId; readonly name: string }
  | { readonly kind: 'permanent-token'; readonly id: PermanentTokenId; readonly name: string }
  | {
      readonly kind: 'application-password';
      readonly id: ApplicationPasswordId;
      readonly name: string;
    }
  /** Both under the name of the service that acts. */
  | { readonly kind: 'connection'; readonly id: ConnectionId; readonly name: string }
  | { readonly kind: 'approved-scope'; readonly id: ApprovedScopeId; readonly name: string }
  | { readonly kind: 'factor'; readonly id: FactorId; readonly name: string }
  | { readonly kind: 'session'; readonly id: SessionId; readonly name: string }
  | { readonly kind: 'role'; readonly id: RoleId; readonly name: string }
  | { readonly kind: 'group'; readonly id: GroupId; readonly name: string }
  | { readonly kind: 'project'; readonly id: ProjectId; readonly name: string }
  | { readonly kind: 'permission'; readonly id: PermissionKey; readonly name: string }
  | { readonly kind: 'row'; readonly id: string; readonly name: string }
  | { readonly kind: 'account-name'; readonly name: string }
  | { readonly kind: 'route'; readonly name: string };

/** One field that an act changed: what stood there and what stands there now; absent where there was nothing. Never a secret. */
export interface AuditChange {
  readonly field: string;
  readonly before?: AuditValue | undefined;
  readonly after?: AuditValue | undefined;
}

export type AuditValue = string | number | boolean | readonly string[];

/** Plain facts beside the target. Never a secret, never a request body. */
export type AuditDetails = Readonly<Record<string, string | number | readonly string[]>>;

/** An event before it is numbered and linked. Actor, subject and target are different things and stay so. */
export interface AuditEntry {
  readonly kind: AuditKind;
  readonly at: Instant;
  readonly caller: Caller;
  /** Whose credential or account this touches, when that is not the actor. */
  readonly subject?: UserId | undefined;
  readonly target: AuditTarget;
  readonly details?: AuditDetails | undefined;
  /** What was and what is, field by field, where the act changed something that stays. */
  readonly changes?: readonly AuditChange[] | undefined;
}
