import { userGroupCreateBody, userGroupSortable, userGroupUpdateBody } from '@countersign/api';
import {
  assistGroupQuery,
  createGroup,
  deleteGroup,
  findGroup,
  type GroupId,
  groupAttributes,
  instant,
  listGroups,
  ok,
  setGroupManagers,
  updateGroup,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, readBodyAs, readFields, readGroupId } from '../read-request.ts';
import { readGroupTarget, readSuccessor } from '../read-target.ts';
import { presentGroup } from './present.ts';
import { readAskedOfGroup } from './read-group-change.ts';
import { groupOverviewsFor, showGroup } from './show-groups.ts';

export const list: RestHandler = async (authority, request) => {
  const { tables } = authority.store;
  const { actor } = request.caller;
  const { topMax } = authority.settings.lists;
  const window = readFilteredList(authority, request, {
    sortable: userGroupSortable,
    attributes: groupAttributes,
  });
  if (!window.ok) return window;
  const { query, page: asked, filter } = window.value;
  const page = await listGroups(tables, request.caller, asked, { query: filter });
  if (!page.ok) return page;
  const whole = checkWhole(query, page.value, topMax);
  if (!whole.ok) return whole;
  const overviews = await groupOverviewsFor(tables, actor, page.value.items, query.fields);
  return ok({
    body: presentPage('UserGroupsPage', 'usergroups', query, page.value, (group) =>
      presentGroup(group, overviews.get(group.id) ?? {}),
    ),
  });
};

export const queryAssist = completing(assistGroupQuery);

export const get: RestHandler = async ({ store }, request) => {
  const { caller } = request;
  const id = readGroupId(request);
  if (!id.ok) return id;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const group = await findGroup(store.tables, caller, id.value);
  if (!group.ok) return group;
  return ok({ body: await showGroup(store.tables, caller.actor, group.value, fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const { caller } = request;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userGroupCreateBody, request.body);
  if (!read.ok) return read;
  const { name, description, parent, autoJoin, requiredTwoFactorAuthentication, twoFactorRequiredFrom } =
    read.value.body;
  const above = parent == null ? ok(undefined) : readGroupTarget(parent, 'parent');
  if (!above.ok) return above;
  const group = await createGroup(authority, caller, {
    name,
    description: description || undefined,
    parentId: above.value,
    autoJoin: autoJoin ?? false,
    requiresTwoFactor: requiredTwoFactorAuthentication ?? false,
    twoFactorRequiredFrom: twoFactorRequiredFrom == null ? undefined : instant(twoFactorRequiredFrom),
  });
  if (!group.ok) return group;
  return ok({
    body: await showGroup(authority.store.tables, caller.actor, group.value, fields.value),
    location: `/api/rest/usergroups/${group.value.id}`,
    ignored: read.value.ignored,
  });
};

export const update: RestHandler = async (authority, request) => {
  const { caller } = request;
  const groupId = readGroupId(request);
  if (!groupId.ok) return groupId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userGroupUpdateBody, request.body);
  if (!read.ok) return read;
  const asked = readAskedOfGroup(read.value.body);
  if (!asked.ok) return asked;
  const done =
    asked.value.kind === 'managers'
      ? await setGroupManagers(authority, caller, groupId.value, asked.value.managers)
      : await updateGroup(authority, caller, groupId.value, asked.value.change);
  if (!done.ok) return done;
  const { tables } = authority.store;
  const group = await findGroup(tables, caller, groupId.value);
  if (!group.ok) return group;
  return ok({
    body: await showGroup(tables, caller.actor, group.value, fields.value),
    ignored: read.value.ignored,
  });
};

export const remove: RestHandler = async (authority, request) => {
  const groupId = readGroupId(request);
  if (!groupId.ok) return groupId;
  const successor = readSuccessor<GroupId>(request, 'names no group');
  if (!successor.ok) return successor;
  const deleted = await deleteGroup(authority, request.caller, {
    groupId: groupId.value,
    successor: successor.value,
  });
  return deleted.ok ? ok({}) : deleted;
};
