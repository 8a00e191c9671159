import { projectFields, type UserDetails, userDetailsUpdateBody } from '@countersign/api';
import {
  changePassword,
  findSignInDetails,
  notFound,
  ok,
  type Result,
  refuse,
  Secret,
  type User,
  type UserId,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import {
  checkWhole,
  cutPage,
  parseUserId,
  readBodyAs,
  readFields,
  readListQuery,
  readUserId,
} from '../read-request.ts';
import { presentUserReference } from '../users/present.ts';

/** With what somebody signs in, as a list: one entry of a person, none of a bot. */
export const list: RestHandler = async ({ settings, store }, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const window = readListQuery(request, {}, settings.lists.topMax);
  if (!window.ok) return window;
  const user = await findSignInDetails(store.tables, request.caller, userId.value);
  if (!user.ok) return user;
  const page = cutPage(user.value.kind === 'person' ? [user.value] : [], window.value.page);
  const whole = checkWhole(window.value.query, page, settings.lists.topMax);
  if (!whole.ok) return whole;
  return ok({
    body: presentPage('UserdetailsPage', 'userdetails', window.value.query, page, presentUserDetails),
  });
};

export const get: RestHandler = async ({ store }, request) => {
  const userId = readDetailsId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const user = await findSignInDetails(store.tables, request.caller, userId.value);
  if (!user.ok) return user;
  if (user.value.kind === 'bot') return refuse(notFound('user'));
  return ok({ body: projectFields(presentUserDetails(user.value), fields.value) });
};

/** Changes one's own password. */
export const update: RestHandler = async (authority, request) => {
  const userId = readDetailsId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(userDetailsUpdateBody, request.body);
  if (!read.ok) return read;
  const { value, oldValue } = read.value.body.password;
  const changed = await changePassword(authority, request.caller, {
    userId: userId.value,
    oldPassword: oldValue === undefined ? undefined : new Secret(oldValue),
    newPassword: new Secret(value),
    endsApplicationPasswords: false,
  });
  if (!changed.ok) return changed;
  return ok({
    body: projectFields(presentUserDetails(changed.value), fields.value),
    ignored: read.value.ignored,
  });
};

/** The details of a person have the person's id. */
function readDetailsId(request: RestRequest): Result<UserId> {
  return parseUserId(request, request.parameters.detailsId ?? '');
}

function presentUserDetails(user: User): UserDetails {
  return {
    type: 'LoginuserdetailsJSON',
    id: user.id,
    login: user.login,
    email: user.email ?? null,
    user: presentUserReference(user.id, user),
    authModuleName: 'Countersign',
    passwordChangeRequired: user.passwordChangeRequired,
  };
}
