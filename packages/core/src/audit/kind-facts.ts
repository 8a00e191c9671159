import { type AuditKind, auditKinds } from './event.ts';

/** What an event did to its target; absent where nothing was changed that stays. */
export type AuditEffect = 'created' | 'updated' | 'deleted';

/** How it ended: done; refused, so that nothing was changed; or something was found that should not be. */
export type AuditResult = 'success' | 'refused' | 'alarm';

export interface AuditKindFacts {
  readonly effect?: AuditEffect;
  readonly result: AuditResult;
}

const created = { effect: 'created', result: 'success' } as const;
const updated = { effect: 'updated', result: 'success' } as const;
const deleted = { effect: 'deleted', result: 'success' } as const;
const refused = { result: 'refused' } as const;

/** What each kind of event means to whoever filters. Total: a new kind does not compile until it has its row. */
export const auditKindFacts: { readonly [Kind in AuditKind]: AuditKindFacts } = {
  'authority.founded': created,
  'authority.set-up': updated,
  'administrator.recovered': updated,
  'user.created': created,
  'user.updated': updated,
  'user.banned': updated,
  'user.unbanned': updated,
  'user.deleted': deleted,
  'user.password-changed': updated,
  'user.everything-revoked': updated,
  'password-reset.link-issued': updated,
  'password-reset.used': updated,
  'bot.handed-over': updated,
  'group.created': created,
  'group.updated': updated,
  'group.deleted': deleted,
  'group.member-added': updated,
  'group.member-removed': updated,
  'role.created': created,
  'role.updated': updated,
  'role.deleted': deleted,
  'role.assigned': updated,
  'role.unassigned': updated,
  'project.created': created,
  'project.updated': updated,
  'project.deleted': deleted,
  'service.registered': created,
  'service.updated': updated,
  'service.secret-rotated': updated,
  'service.secret-ended': updated,
  'service.redirect-dismissed': updated,
  'service.connections-ended': updated,
  'service.deleted': deleted,
  'permission.declared': created,
  'permission.updated': updated,
  'permission.withdrawn': deleted,
  'permanent-token.issued': created,
  'permanent-token.revoked': deleted,
  'application-password.issued': created,
  'application-password.revoked': deleted,
  'approved-scope.granted': created,
  'approved-scope.ended': deleted,
  'connection.made': created,
  'connection.renewed': updated,
  'connection.ended': deleted,
  'service-token.issued': created,
  'service-token.revoked': deleted,
  'signing-keys.renewed': updated,
  'factor.started': created,
  'factor.added': updated,
  'factor.removed': deleted,
  'recovery-codes.renewed': updated,
  'recovery-code.used': updated,
  'session.started': created,
  'session.ended': deleted,
  'sign-in.failed': refused,
  'set-up.code-issued': updated,
  'set-up.failed': refused,
  'notice.dismissed': updated,
  'change.refused': refused,
  'row.forged': { result: 'alarm' },
};

/** The facts of a stored kind. A kind that nobody writes is one that somebody made up. */
export function factsOfKind(kind: string): AuditKindFacts | undefined {
  return isAuditKind(kind) ? auditKindFacts[kind] : undefined;
}

export function isAuditKind(kind: string): kind is AuditKind {
  return Object.hasOwn(auditKindFacts, kind);
}

/** The kinds whose facts pass the test, in the order in which they are listed. */
export function kindsWhere(passes: (facts: AuditKindFacts) => boolean): readonly AuditKind[] {
  return auditKinds.filter((kind) => passes(auditKindFacts[kind]));
}
