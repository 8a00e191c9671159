import type { GroupReference, UserGroup } from '@countersign/api';
import {
  allUsersGroupId,
  type Group,
  type GroupOverview,
  isBuiltInGroup,
  registeredUsersGroupId,
} from '@countersign/core';
import { presentServiceReference } from '../services/present.ts';

/** A group as REST answers it, with what the caller may see beside it. */
export function presentGroup(group: Group, overview: GroupOverview): UserGroup {
  return {
    type: 'userGroup',
    id: group.id,
    name: group.name,
    description: group.description ?? null,
    autoJoin: group.autoJoin,
    requiredTwoFactorAuthentication: group.requiresTwoFactor,
    twoFactorRequiredFrom: group.twoFactorRequiredFrom ?? null,
    parentsRequireTwoFactorAuthentication: overview.isTwoFactorInherited ?? false,
    parent: overview.parent === undefined ? null : presentGroupReference(overview.parent),
    subgroups: (overview.subgroups ?? []).map(presentGroupReference),
    userCount: overview.userCount ?? null,
    updaters: (overview.managers ?? []).map(presentGroupReference),
    allUsers: group.id === allUsersGroupId,
    registeredUsers: group.id === registeredUsersGroupId,
    implicit: isBuiltInGroup(group.id),
    services: (overview.services ?? []).map((service) => presentServiceReference(service.id, service)),
    creationTime: group.createdAt,
    aliases: [],
  };
}

export function presentGroupReference({ id, name }: Group): GroupReference {
  return { type: 'userGroup', id, name };
}
