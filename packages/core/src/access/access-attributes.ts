import type { Attributes } from '../query/attributes.ts';

/** What can be asked of the list of roles. */
export const roleAttributes = {
  name: { kind: 'text', description: 'The name' },
  key: { kind: 'text', description: 'The short name' },
  id: { kind: 'exact', description: 'The identifier' },
  permission: { kind: 'reference', description: 'A permission it was made of' },
} as const satisfies Attributes;

export type RoleAttributes = typeof roleAttributes;

/** What can be asked of the list of permissions. */
export const permissionAttributes = {
  name: { kind: 'text', description: 'The name' },
  key: { kind: 'text', description: 'The key' },
  id: { kind: 'text', description: 'The key' },
  service: { kind: 'reference', description: 'The service that declares it' },
  is: {
    kind: 'flag',
    description: 'Where it can hold',
    words: { global: 'In Global or not at all' },
  },
} as const satisfies Attributes;

export type PermissionAttributes = typeof permissionAttributes;

/** What can be asked of the list of given roles. */
export const assignmentAttributes = {
  id: { kind: 'exact', description: 'The identifier' },
  user: { kind: 'reference', description: 'The user it was given to' },
  group: { kind: 'reference', description: 'The group it was given to' },
  role: { kind: 'reference', description: 'The role' },
  project: { kind: 'reference', description: 'Where it holds' },
  permission: { kind: 'reference', description: 'A permission the role was made of' },
} as const satisfies Attributes;

export type AssignmentAttributes = typeof assignmentAttributes;
