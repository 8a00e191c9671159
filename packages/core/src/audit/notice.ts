import type { UserId } from '../kernel/id.ts';
import type { AuditEvent } from './chain.ts';
import type { AuditEntry, AuditKind } from './event.ts';

/**
 * Whether whoever an event is about is told of it: always, when somebody else did it, when it says that a token was used
 * a second time, or never.
 */
type Told = 'always' | 'of others' | 'of reuse' | 'never';

/**
 * Of which events the user they are about is told until they have seen it: of what opens their account, whoever
 * made it so (ASVS 6.3.7). Total: a new kind does not compile until it says. The store asks where it writes the
 * event, in the same transaction, so that no act can forget it and no administrator can leave it out.
 */
const told: { readonly [Kind in AuditKind]: Told } = {
  'authority.founded': 'never',
  'authority.set-up': 'never',
  'administrator.recovered': 'always',
  'user.created': 'never',
  'user.updated': 'never',
  'user.banned': 'never',
  'user.unbanned': 'never',
  'user.deleted': 'never',
  'user.password-changed': 'always',
  'user.everything-revoked': 'always',
  'password-reset.link-issued': 'always',
  'password-reset.used': 'always',
  'bot.handed-over': 'never',
  'group.created': 'never',
  'group.updated': 'never',
  'group.deleted': 'never',
  'group.member-added': 'never',
  'group.member-removed': 'never',
  'role.created': 'never',
  'role.updated': 'never',
  'role.deleted': 'never',
  'role.assigned': 'never',
  'role.unassigned': 'never',
  'project.created': 'never',
  'project.updated': 'never',
  'project.deleted': 'never',
  'service.registered': 'never',
  'service.updated': 'never',
  'service.secret-rotated': 'never',
  'service.secret-ended': 'never',
  'service.redirect-dismissed': 'never',
  'service.connections-ended': 'never',
  'service.deleted': 'never',
  'permission.declared': 'never',
  'permission.updated': 'never',
  'permission.withdrawn': 'never',
  'permanent-token.issued': 'of others',
  'permanent-token.revoked': 'never',
  'application-password.issued': 'of others',
  'application-password.revoked': 'never',
  'approved-scope.granted': 'of others',
  'approved-scope.ended': 'never',
  'connection.made': 'never',
  'connection.renewed': 'never',
  'connection.ended': 'of reuse',
  'service-token.issued': 'never',
  'service-token.revoked': 'never',
  'signing-keys.renewed': 'never',
  'factor.started': 'never',
  'factor.added': 'always',
  'factor.removed': 'always',
  'recovery-codes.renewed': 'always',
  'recovery-code.used': 'always',
  'session.started': 'never',
  'session.ended': 'of others',
  'sign-in.failed': 'never',
  'set-up.code-issued': 'never',
  'set-up.failed': 'never',
  'notice.dismissed': 'never',
  'change.refused': 'never',
  'row.forged': 'never',
};

/** Who is told of an event; nobody, where it concerns nobody or is their own doing. */
export function toldOf({ kind, subject, caller: { actor }, details }: AuditEntry): UserId | undefined {
  switch (told[kind]) {
    case 'always':
      return subject;
    case 'of others':
      return actor.kind === 'user' && actor.userId === subject ? undefined : subject;
    case 'of reuse':
      return details?.why === 'reuse' ? subject : undefined;
    case 'never':
      return undefined;
  }
}

/** Events of which users are yet to be told. What one says is read from the log, and stands nowhere else. */
export interface NoticeStore {
  /** One window of those for a user, newest first. */
  listOf(
    user: UserId,
    window: { readonly skip: number; readonly top: number },
  ): Promise<{ readonly items: readonly AuditEvent[]; readonly total: number }>;
  /** Forgets the notice of one event; false when there is none for this user. */
  dismiss(user: UserId, event: number): Promise<boolean>;
}

export interface NoticeTables {
  readonly notices: NoticeStore;
}
