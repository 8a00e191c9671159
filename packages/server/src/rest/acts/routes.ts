import { projectFields } from '@countersign/api';
import {
  type Act,
  ok,
  previewAuthorityActs,
  previewGroupActs,
  previewProjectActs,
  previewRoleActs,
  previewServiceActs,
  previewUserActs,
  type Result,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestAnswer, RestHandler, RestRequest } from '../endpoint-handler.ts';
import { readFields, readGroupId, readUserId } from '../read-request.ts';
import { presentAct } from './present.ts';

export const list: RestHandler = async (authority, request) =>
  answer(authority, request, await previewAuthorityActs(authority.store.tables, request.caller));

export const ofUser: RestHandler = async (authority, request) => {
  const id = readUserId(request);
  if (!id.ok) return id;
  return answer(authority, request, await previewUserActs(authority.store.tables, request.caller, id.value));
};

export const ofGroup: RestHandler = async (authority, request) => {
  const id = readGroupId(request);
  if (!id.ok) return id;
  return answer(authority, request, await previewGroupActs(authority.store.tables, request.caller, id.value));
};

export const ofRole: RestHandler = async (authority, request) => {
  const { roleId = '' } = request.parameters;
  return answer(authority, request, await previewRoleActs(authority.store.tables, request.caller, roleId));
};

export const ofProject: RestHandler = async (authority, request) => {
  const { projectId = '' } = request.parameters;
  return answer(
    authority,
    request,
    await previewProjectActs(authority.store.tables, request.caller, projectId),
  );
};

export const ofService: RestHandler = async (authority, request) => {
  const { serviceId = '' } = request.parameters;
  return answer(
    authority,
    request,
    await previewServiceActs(authority.store.tables, request.caller, serviceId),
  );
};

async function answer(
  { store }: Authority,
  request: RestRequest,
  acts: Result<readonly Act[]>,
): Promise<Result<RestAnswer>> {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  if (!acts.ok) return acts;
  const body: object[] = [];
  for (const act of acts.value) body.push(projectFields(await presentAct(store.tables, act), fields.value));
  return ok({ body });
}
