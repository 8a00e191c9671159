import {
  type FieldTree,
  permanentTokenCreateBody,
  permanentTokenSortable,
  projectFields,
} from '@countersign/api';
import {
  findPermanentToken,
  findTokenReferences,
  type IssuedPermanentToken,
  instant,
  issuePermanentToken,
  listPermanentTokens,
  type Narrowing,
  notFound,
  ok,
  type PermanentTokenId,
  type PermissionKey,
  parseId,
  type Result,
  refuse,
  revokePermanentToken,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import {
  checkWhole,
  type NamedInBody,
  readBodyAs,
  readFields,
  readListQuery,
  readNamed,
  readUserId,
} from '../read-request.ts';
import { showRecentUse } from '../show-recent-use.ts';
import { presentPermanentToken } from './present.ts';

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const window = readListQuery(request, permanentTokenSortable, topMax);
  if (!window.ok) return window;
  await showRecentUse(authority);
  const page = await listPermanentTokens(authority, request.caller, owner.value, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(window.value.query, page.value, topMax);
  if (!whole.ok) return whole;
  const known = await findTokenReferences(authority.store.tables, page.value.items);
  return ok({
    body: presentPage('PermanentTokensPage', 'permanenttokens', window.value.query, page.value, (seen) =>
      presentPermanentToken(seen, known),
    ),
  });
};

export const get: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const id = readTokenId(request);
  if (!id.ok) return id;
  await showRecentUse(authority);
  const seen = await findPermanentToken(authority, request.caller, owner.value, id.value);
  if (!seen.ok) return seen;
  const known = await findTokenReferences(authority.store.tables, [seen.value]);
  return ok({ body: projectFields(presentPermanentToken(seen.value, known), fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const ownerId = readUserId(request);
  if (!ownerId.ok) return ownerId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(permanentTokenCreateBody, request.body);
  if (!read.ok) return read;
  const { name, scope, expires, description, permissions, projects } = read.value.body;
  const issued = await issuePermanentToken(authority, request.caller, {
    ownerId: ownerId.value,
    name,
    description: description ?? undefined,
    audience: scope.map(readNamed),
    expiresAt: expires == null ? undefined : instant(expires),
    narrowing: readNarrowing(permissions, projects),
  });
  if (!issued.ok) return issued;
  return ok({
    body: presentIssued(issued.value, fields.value),
    location: `/api/rest/users/${issued.value.token.userId}/permanenttokens/${issued.value.token.id}`,
    ignored: read.value.ignored,
  });
};

export const revoke: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const id = readTokenId(request);
  if (!id.ok) return id;
  const revoked = await revokePermanentToken(authority, request.caller, owner.value, id.value);
  return revoked.ok ? ok({}) : revoked;
};

/** The one place where a token leaves the authority. The expiry in force is always told, whatever `fields` says. */
function presentIssued({ token, secret, references }: IssuedPermanentToken, fields: FieldTree | undefined) {
  const seen = presentPermanentToken({ token, use: undefined, recent: undefined, exercised: [] }, references);
  return projectFields({ ...seen, token: secret.reveal() }, fields, ['expires']);
}

/** Nothing is narrowed where neither is given; an empty list is given, and refused by the core. */
function readNarrowing(
  permissions: readonly NamedInBody[] | undefined,
  projects: readonly NamedInBody[] | undefined,
): Narrowing | undefined {
  if (permissions === undefined && projects === undefined) return undefined;
  return {
    permissions: permissions?.map((permission) => readNamed(permission) as PermissionKey),
    projects: projects?.map(readNamed),
  };
}

function readTokenId(request: RestRequest): Result<PermanentTokenId> {
  const id = parseId<PermanentTokenId>(request.parameters.tokenId ?? '');
  return id === undefined ? refuse(notFound('permanent token')) : ok(id);
}
