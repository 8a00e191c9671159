import type { AuditTarget } from '@countersign/core';

/** What the wire calls the kinds of things that events are about. Total: a new kind does not compile until it has its word. */
const entityTypes: { readonly [Kind in AuditTarget['kind']]: string } = {
  authority: 'authority',
  user: 'user',
  service: 'service',
  'permanent-token': 'permanentToken',
  'application-password': 'applicationPassword',
  connection: 'refreshToken',
  'approved-scope': 'approvedScope',
  factor: 'twoFactorAuthentication',
  session: 'session',
  role: 'role',
  group: 'userGroup',
  project: 'project',
  permission: 'permission',
  row: 'row',
  'account-name': 'accountName',
  route: 'route',
};

export const targetKinds = Object.keys(entityTypes) as readonly AuditTarget['kind'][];

/** The wire's word; a kind that nobody writes is answered as it stands. */
export function entityTypeOf(kind: string | undefined): string {
  if (kind === undefined) return 'unknown';
  return Object.hasOwn(entityTypes, kind) ? entityTypes[kind as AuditTarget['kind']] : kind;
}

/** The kind of a word of the wire, in any case. */
export function targetKindOf(entityType: string): AuditTarget['kind'] | undefined {
  const asked = entityType.toLowerCase();
  return targetKinds.find((kind) => entityTypes[kind].toLowerCase() === asked);
}

export const entityTypeNames: readonly string[] = Object.values(entityTypes);
