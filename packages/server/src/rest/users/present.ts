import type { User as UserJson, UserReference } from '@countersign/api';
import { globalProjectId, guestUserId, type PermissionSet, type User } from '@countersign/core';

/** A user as REST answers it. `permissions` is for the caller's own entity alone. */
export function presentUser(user: User, permissions?: PermissionSet): UserJson {
  return {
    type: 'user',
    id: user.id,
    kind: user.kind,
    login: user.login,
    name: user.name,
    banned: user.state.kind === 'banned',
    banReason: user.state.kind === 'banned' ? (user.state.reason ?? null) : null,
    guest: user.id === guestUserId,
    creationTime: user.createdAt,
    profile: {
      email: user.email === undefined ? null : { type: 'EmailJSON', email: user.email, verified: false },
      avatar: { url: null },
    },
    aliases: [],
    ...(permissions !== undefined && { permissions: [...(permissions.get(globalProjectId) ?? [])].sort() }),
  };
}

/** A user as another entity names it. One whose row is gone or forged keeps its id and nothing else. */
export function presentUserReference(id: string, user: User | undefined): UserReference {
  return { type: 'user', id, login: user?.login ?? '', name: user?.name ?? '' };
}
