import type { TwoFactorReference, User as UserJson, UserReference } from '@countersign/api';
import {
  type Actor,
  globalProjectId,
  guestUserId,
  isSelf,
  seesUserDetails,
  type User,
  type UserOverview,
} from '@countersign/core';
import { presentGroupReference } from '../groups/present.ts';

/**
 * A user as this actor may see them. The e-mail address, the reason of a ban and how the user stands with their
 * password are for the user and for who may read users in full; the permissions stand on the actor's own entity
 * alone.
 */
export function presentUser(user: User, overview: UserOverview, actor: Actor): UserJson {
  const sees = seesUserDetails(actor, user.id);
  const email = sees ? user.email : undefined;
  return {
    type: 'user',
    id: user.id,
    kind: user.kind,
    login: user.login,
    name: user.name,
    banned: user.state.kind === 'banned',
    banReason: sees && user.state.kind === 'banned' ? (user.state.reason ?? null) : null,
    guest: user.id === guestUserId,
    owner: user.ownerId === undefined ? null : presentUserReference(user.ownerId, overview.owner),
    purpose: user.purpose ?? null,
    suspended: overview.suspended ?? false,
    passwordChangeRequired: sees && user.passwordChangeRequired,
    groups: (overview.groups ?? []).map(presentGroupReference),
    transitiveGroups: (overview.transitiveGroups ?? []).map(presentGroupReference),
    tokensCount: overview.tokensCount ?? null,
    lastAccessTime: overview.lastAccessAt ?? null,
    creationTime: user.createdAt,
    profile: {
      email: email === undefined ? null : { type: 'EmailJSON', email, verified: false },
      avatar: { url: null },
    },
    aliases: [],
    twoFactorAuthentication: overview.twoFactor?.isOn === true ? presentTwoFactorReference(user) : null,
    pendingTwoFactorAuthentication:
      overview.twoFactor?.isPending === true ? presentTwoFactorReference(user) : null,
    ...(isSelf(actor, user.id) && {
      permissions: [...(actor.permissions.get(globalProjectId) ?? [])].sort(),
    }),
  };
}

/** Each user has one such entity, under the user's own id. */
function presentTwoFactorReference({ id }: User): TwoFactorReference {
  return { type: 'twoFactorAuthentication', id };
}

/** A user as another entity names it. One whose row is gone or forged keeps its id and nothing else. */
export function presentUserReference(id: string, user: User | undefined): UserReference {
  return { type: 'user', id, login: user?.login ?? '', name: user?.name ?? '' };
}
