/**
 * What the signed-in user holds everywhere, as `users/me` lists it. It decides which pages are offered and
 * nothing else: whether something is allowed, and why not, is for the server to say.
 */
import type { User } from '@countersign/sdk';

const key = (name: string) => `jetbrains.jetpass.${name}`;

export const permissions = {
  readUsers: key('user-read'),
  readLowLevel: key('low-level-read'),
  readServices: key('service-read'),
  readGroups: key('group-read'),
  readRoles: key('role-read'),
  readProjects: key('project-read-basic'),
  createProjects: key('project-create'),
} as const;

export function holdsAny(me: Pick<User, 'permissions'>, keys: readonly string[]): boolean {
  return keys.some((one) => me.permissions?.includes(one));
}
