import {
  applicationPasswordCreateBody,
  applicationPasswordSortable,
  type FieldTree,
  projectFields,
} from '@countersign/api';
import {
  type ApplicationPasswordId,
  findApplicationPassword,
  findApplicationPasswordReferences,
  type IssuedApplicationPassword,
  issueApplicationPassword,
  listApplicationPasswords,
  notFound,
  ok,
  parseId,
  type Result,
  refuse,
  revokeApplicationPassword,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readBodyAs, readFields, readListQuery, readNamed, readUserId } from '../read-request.ts';
import { showRecentUse } from '../show-recent-use.ts';
import { presentApplicationPassword } from './present.ts';

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const window = readListQuery(request, applicationPasswordSortable, topMax);
  if (!window.ok) return window;
  const { query } = window.value;
  await showRecentUse(authority);
  const page = await listApplicationPasswords(authority, request.caller, owner.value, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(query, page.value, topMax);
  if (!whole.ok) return whole;
  const known = await findApplicationPasswordReferences(authority.store.tables, page.value.items);
  return ok({
    body: presentPage('ApplicationPasswordsPage', 'applicationPasswords', query, page.value, (seen) =>
      presentApplicationPassword(seen, known),
    ),
  });
};

export const get: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const id = readPasswordId(request);
  if (!id.ok) return id;
  await showRecentUse(authority);
  const seen = await findApplicationPassword(authority, request.caller, owner.value, id.value);
  if (!seen.ok) return seen;
  const known = await findApplicationPasswordReferences(authority.store.tables, [seen.value]);
  return ok({ body: projectFields(presentApplicationPassword(seen.value, known), fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const ownerId = readUserId(request);
  if (!ownerId.ok) return ownerId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(applicationPasswordCreateBody, request.body);
  if (!read.ok) return read;
  const { name, service } = read.value.body;
  const issued = await issueApplicationPassword(authority, request.caller, {
    ownerId: ownerId.value,
    name,
    service: service == null ? undefined : readNamed(service),
  });
  if (!issued.ok) return issued;
  const { userId, id } = issued.value.password;
  return ok({
    body: presentIssued(issued.value, fields.value),
    location: `/api/rest/users/${userId}/applicationPasswords/${id}`,
    ignored: read.value.ignored,
  });
};

export const revoke: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const id = readPasswordId(request);
  if (!id.ok) return id;
  const revoked = await revokeApplicationPassword(authority, request.caller, owner.value, id.value);
  return revoked.ok ? ok({}) : revoked;
};

/** The one place where an application password leaves the authority. */
function presentIssued(
  { password, secret, references }: IssuedApplicationPassword,
  fields: FieldTree | undefined,
) {
  const seen = presentApplicationPassword({ password, use: undefined }, references);
  return projectFields({ ...seen, password: secret.reveal() }, fields);
}

function readPasswordId(request: RestRequest): Result<ApplicationPasswordId> {
  const id = parseId<ApplicationPasswordId>(request.parameters.passwordId ?? '');
  return id === undefined ? refuse(notFound('application password')) : ok(id);
}
