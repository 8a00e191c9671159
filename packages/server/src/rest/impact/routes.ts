import type { GroupImpact, RoleImpact, ServiceImpact, TwoFactorImpact, UserImpact } from '@countersign/api';
import { projectFields } from '@countersign/api';
import {
  findRole,
  ok,
  type Result,
  readGroupImpact,
  readServiceImpact,
  readTwoFactorImpact,
  readUserImpact,
} from '@countersign/core';
import type { RestAnswer, RestHandler, RestRequest } from '../endpoint-handler.ts';
import { readFields, readGroupId, readUserId } from '../read-request.ts';
import { showRecentUse } from '../show-recent-use.ts';
import { presentUserReference } from '../users/present.ts';

export const ofUser: RestHandler = async (authority, request) => {
  const id = readUserId(request);
  if (!id.ok) return id;
  await showRecentUse(authority);
  const read = await readUserImpact(authority, request.caller, id.value);
  if (!read.ok) return read;
  const bots = read.value.bots.map((bot) => presentUserReference(bot.id, bot));
  return answer(request, { type: 'impact', ...read.value, bots } satisfies UserImpact);
};

export const ofGroup: RestHandler = async ({ store }, request) => {
  const id = readGroupId(request);
  if (!id.ok) return id;
  const read = await readGroupImpact(store.tables, request.caller, id.value);
  return read.ok ? answer(request, { type: 'impact', ...read.value } satisfies GroupImpact) : read;
};

export const ofTwoFactorRequirement: RestHandler = async ({ store }, request) => {
  const id = readGroupId(request);
  if (!id.ok) return id;
  const read = await readTwoFactorImpact(store.tables, request.caller, id.value);
  if (!read.ok) return read;
  const { people, limited, first, bots, isCallerLimited } = read.value;
  const users = first.map((user) => presentUserReference(user.id, user));
  return answer(request, {
    type: 'impact',
    people,
    limited,
    users,
    bots,
    self: isCallerLimited,
  } satisfies TwoFactorImpact);
};

export const ofRole: RestHandler = async ({ store }, request) => {
  const role = await findRole(store.tables, request.caller, request.parameters.roleId ?? '');
  if (!role.ok) return role;
  const assignments = await store.tables.access.countAssignments({ roleId: role.value.id });
  return answer(request, { type: 'impact', assignments } satisfies RoleImpact);
};

export const ofService: RestHandler = async (authority, request) => {
  await showRecentUse(authority);
  const read = await readServiceImpact(authority, request.caller, request.parameters.serviceId ?? '');
  return read.ok ? answer(request, { type: 'impact', ...read.value } satisfies ServiceImpact) : read;
};

function answer(request: RestRequest, impact: Readonly<Record<string, unknown>>): Result<RestAnswer> {
  const fields = readFields(request);
  return fields.ok ? ok({ body: projectFields(impact, fields.value) }) : fields;
}
