import { projectFields, userCreateBody, userSortable, userUpdateBody } from '@countersign/api';
import { banUser, createUser, findUser, listUsers, malformed, ok, refuse, Secret } from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readBodyAs, readFields, readListQuery, readUserId } from '../read-request.ts';
import { presentUser } from './present.ts';

export const list: RestHandler = async ({ settings, store }, request) => {
  const { topMax } = settings.lists;
  const window = readListQuery(request, userSortable, topMax);
  if (!window.ok) return window;
  const page = await listUsers(store.tables, request.caller, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(window.value.query, page.value, topMax);
  if (!whole.ok) return whole;
  return ok({
    body: presentPage('UsersPage', 'users', window.value.query, page.value, (user) =>
      presentUser(user, request.caller.actor),
    ),
  });
};

export const get: RestHandler = async ({ store }, request) => {
  const { caller } = request;
  const id = readUserId(request);
  if (!id.ok) return id;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const user = await findUser(store.tables, caller, id.value);
  if (!user.ok) return user;
  return ok({ body: projectFields(presentUser(user.value, caller.actor), fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userCreateBody, request.body);
  if (!read.ok) return read;
  const { login, name, email, password, kind } = read.value.body;
  const user = await createUser(authority, request.caller, {
    kind: kind ?? 'person',
    login,
    name,
    email: email ?? undefined,
    password: password == null ? undefined : new Secret(password),
  });
  if (!user.ok) return user;
  return ok({
    body: projectFields(presentUser(user.value, request.caller.actor), fields.value),
    location: `/api/rest/users/${user.value.id}`,
    ignored: read.value.ignored,
  });
};

/** Bans or unbans; there is nothing else to change yet, so a body without `banned` says nothing. */
export const update: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userUpdateBody, request.body);
  if (!read.ok) return read;
  const { banned, banReason } = read.value.body;
  if (banned === undefined) return refuse(malformed('banned', 'must be given'));
  if (!banned && banReason != null)
    return refuse(malformed('banReason', 'must be absent when a ban is lifted'));
  const user = await banUser(authority, request.caller, {
    userId: userId.value,
    banned,
    reason: banReason ?? undefined,
    successor: undefined,
  });
  if (!user.ok) return user;
  return ok({
    body: projectFields(presentUser(user.value, request.caller.actor), fields.value),
    ignored: read.value.ignored,
  });
};
