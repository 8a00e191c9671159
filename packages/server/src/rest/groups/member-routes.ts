import { groupMemberAddBody, userSortable } from '@countersign/api';
import { addMember, listMembers, ok, removeMember, userAttributes } from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, parseUserId, readBodyAs, readFields, readGroupId, readUserId } from '../read-request.ts';
import { presentUser } from '../users/present.ts';
import { overviewsFor, showUser } from '../users/show-users.ts';

/** Those who joined the group, with those of the groups below it. */
export const list: RestHandler = listing(false);

/** Those who joined the group itself. */
export const listOwn: RestHandler = listing(true);

function listing(own: boolean): RestHandler {
  return async (authority, request) => {
    const { caller } = request;
    const { topMax } = authority.settings.lists;
    const groupId = readGroupId(request);
    if (!groupId.ok) return groupId;
    const window = readFilteredList(authority, request, {
      sortable: userSortable,
      attributes: userAttributes,
    });
    if (!window.ok) return window;
    const { query, page: asked, filter } = window.value;
    const input = { groupId: groupId.value, own, page: asked, filter: { query: filter } };
    const page = await listMembers(authority.store.tables, caller, input);
    if (!page.ok) return page;
    const whole = checkWhole(query, page.value, topMax);
    if (!whole.ok) return whole;
    const overviews = await overviewsFor(authority, caller.actor, page.value.items, query.fields);
    return ok({
      body: presentPage('UsersPage', 'users', query, page.value, (user) =>
        presentUser(user, overviews.get(user.id) ?? {}, caller.actor),
      ),
    });
  };
}

export const add: RestHandler = async (authority, request) => {
  const { caller } = request;
  const groupId = readGroupId(request);
  if (!groupId.ok) return groupId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(groupMemberAddBody, request.body);
  if (!read.ok) return read;
  const userId = parseUserId(request, read.value.body.id);
  if (!userId.ok) return userId;
  const added = await addMember(authority, caller, { groupId: groupId.value, userId: userId.value });
  if (!added.ok) return added;
  const { group, user } = added.value;
  return ok({
    body: await showUser(authority, caller.actor, user, fields.value),
    location: `/api/rest/usergroups/${group.id}/users/${user.id}`,
    ignored: read.value.ignored,
  });
};

export const remove: RestHandler = async (authority, request) => {
  const groupId = readGroupId(request);
  if (!groupId.ok) return groupId;
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const removed = await removeMember(authority, request.caller, {
    groupId: groupId.value,
    userId: userId.value,
  });
  return removed.ok ? ok({}) : removed;
};
