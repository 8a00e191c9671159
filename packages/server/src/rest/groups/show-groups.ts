import { type FieldTree, projectFields } from '@countersign/api';
import {
  type AccessTables,
  type Actor,
  type Group,
  type GroupId,
  type GroupOverview,
  type GroupOverviewPart,
  type GroupTables,
  readGroupOverviews,
  type ServiceTables,
} from '@countersign/core';
import { presentGroup } from './present.ts';

type OverviewTables = GroupTables & AccessTables & ServiceTables;

/** Which member of an answer shows which part of what stands beside a group. */
const partOfMember: Readonly<Record<string, GroupOverviewPart>> = {
  parent: 'above',
  parentsRequireTwoFactorAuthentication: 'above',
  subgroups: 'subgroups',
  userCount: 'userCount',
  updaters: 'managers',
  services: 'services',
};

/** Reads what the answer shows beside the groups, and no more of it than `fields` asks for. */
export function groupOverviewsFor(
  tables: OverviewTables,
  actor: Actor,
  groups: readonly Group[],
  fields: FieldTree | undefined,
): Promise<ReadonlyMap<GroupId, GroupOverview>> {
  const members = Object.keys(partOfMember).filter((member) => fields === undefined || fields.has(member));
  const wanted = new Set(members.flatMap((member) => partOfMember[member] ?? []));
  return readGroupOverviews(tables, actor, groups, wanted);
}

/** One group as an answer of its own. */
export async function showGroup(
  tables: OverviewTables,
  actor: Actor,
  group: Group,
  fields: FieldTree | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const overviews = await groupOverviewsFor(tables, actor, [group], fields);
  return projectFields(presentGroup(group, overviews.get(group.id) ?? {}), fields);
}
