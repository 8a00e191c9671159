import { groupOfUserAddBody, projectFields } from '@countersign/api';
import {
  addMember,
  type GroupId,
  listGroupsOfUser,
  notFound,
  ok,
  parseId,
  refuse,
  removeMember,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentGroup } from '../groups/present.ts';
import { groupOverviewsFor } from '../groups/show-groups.ts';
import { presentPage } from '../present-page.ts';
import {
  checkWhole,
  cutPage,
  readBodyAs,
  readFields,
  readGroupId,
  readListQuery,
  readUserId,
} from '../read-request.ts';

/** The groups somebody is in; `joined` tells those apart that they joined themselves. */
export const list: RestHandler = async ({ settings, store }, request) => {
  const { caller } = request;
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const window = readListQuery(request, {}, settings.lists.topMax);
  if (!window.ok) return window;
  const found = await listGroupsOfUser(store.tables, caller, userId.value);
  if (!found.ok) return found;
  const page = cutPage(found.value, window.value.page);
  const whole = checkWhole(window.value.query, page, settings.lists.topMax);
  if (!whole.ok) return whole;
  const groups = page.items.map(({ group }) => group);
  const overviews = await groupOverviewsFor(store.tables, caller.actor, groups, window.value.query.fields);
  return ok({
    body: presentPage('UserGroupsPage', 'usergroups', window.value.query, page, ({ group, joined }) => ({
      ...presentGroup(group, overviews.get(group.id) ?? {}),
      joined,
    })),
  });
};

export const add: RestHandler = async (authority, request) => {
  const { caller } = request;
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(groupOfUserAddBody, request.body);
  if (!read.ok) return read;
  const groupId = parseId<GroupId>(read.value.body.id);
  if (groupId === undefined) return refuse(notFound('group'));
  const added = await addMember(authority, caller, { groupId, userId: userId.value });
  if (!added.ok) return added;
  const { group, user } = added.value;
  const overviews = await groupOverviewsFor(authority.store.tables, caller.actor, [group], fields.value);
  return ok({
    body: projectFields(
      { ...presentGroup(group, overviews.get(group.id) ?? {}), joined: true },
      fields.value,
    ),
    location: `/api/rest/users/${user.id}/groups/${group.id}`,
    ignored: read.value.ignored,
  });
};

export const remove: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const groupId = readGroupId(request);
  if (!groupId.ok) return groupId;
  const removed = await removeMember(authority, request.caller, {
    groupId: groupId.value,
    userId: userId.value,
  });
  return removed.ok ? ok({}) : removed;
};
