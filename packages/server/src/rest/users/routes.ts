import { userCreateBody, userSortable, userUpdateBody } from '@countersign/api';
import {
  assistUserQuery,
  banUser,
  createUser,
  deleteUser,
  findUser,
  listUsers,
  ok,
  type UserId,
  updateUser,
  userAttributes,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, readBodyAs, readFields, readUserId } from '../read-request.ts';
import { readSuccessor } from '../read-target.ts';
import { presentUser } from './present.ts';
import { readNewUser } from './read-new-user.ts';
import { readAskedOfUser } from './read-user-change.ts';
import { overviewsFor, showUser } from './show-users.ts';

export const list: RestHandler = async (authority, request) => {
  const { actor } = request.caller;
  const { topMax } = authority.settings.lists;
  const window = readFilteredList(authority, request, {
    sortable: userSortable,
    attributes: userAttributes,
  });
  if (!window.ok) return window;
  const { query, page: asked, filter } = window.value;
  const page = await listUsers(authority.store.tables, request.caller, asked, { query: filter });
  if (!page.ok) return page;
  const whole = checkWhole(query, page.value, topMax);
  if (!whole.ok) return whole;
  const overviews = await overviewsFor(authority, actor, page.value.items, query.fields);
  return ok({
    body: presentPage('UsersPage', 'users', query, page.value, (user) =>
      presentUser(user, overviews.get(user.id) ?? {}, actor),
    ),
  });
};

export const queryAssist = completing(assistUserQuery);

export const get: RestHandler = async (authority, request) => {
  const { caller } = request;
  const id = readUserId(request);
  if (!id.ok) return id;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const user = await findUser(authority.store.tables, caller, id.value);
  if (!user.ok) return user;
  return ok({ body: await showUser(authority, caller.actor, user.value, fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const { caller } = request;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userCreateBody, request.body);
  if (!read.ok) return read;
  const wanted = await readNewUser(authority.store.tables, caller, read.value.body);
  if (!wanted.ok) return wanted;
  const user = await createUser(authority, caller, wanted.value);
  if (!user.ok) return user;
  return ok({
    body: await showUser(authority, caller.actor, user.value, fields.value),
    location: `/api/rest/users/${user.value.id}`,
    ignored: read.value.ignored,
  });
};

export const update: RestHandler = async (authority, request) => {
  const { caller } = request;
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userUpdateBody, request.body);
  if (!read.ok) return read;
  const asked = await readAskedOfUser(authority.store.tables, caller, read.value.body);
  if (!asked.ok) return asked;
  const user =
    asked.value.kind === 'ban'
      ? await banUser(authority, caller, { userId: userId.value, ...asked.value.ban })
      : await updateUser(authority, caller, userId.value, asked.value.change);
  if (!user.ok) return user;
  return ok({
    body: await showUser(authority, caller.actor, user.value, fields.value),
    ignored: read.value.ignored,
  });
};

export const remove: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const successor = readSuccessor<UserId>(request, 'must be an active person');
  if (!successor.ok) return successor;
  const deleted = await deleteUser(authority, request.caller, {
    userId: userId.value,
    successor: successor.value,
  });
  return deleted.ok ? ok({}) : deleted;
};
