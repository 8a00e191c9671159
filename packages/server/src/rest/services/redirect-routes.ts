import { projectFields } from '@countersign/api';
import {
  addRefusedRedirect,
  dismissRefusedRedirect,
  listRefusedRedirects,
  nilId,
  ok,
  parseId,
  type RefusedRedirectId,
  trustId,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, cutPage, readFields, readListQuery } from '../read-request.ts';
import { presentRefusedRedirect } from './present.ts';
import { presentOne, readServiceId } from './routes.ts';

/** Addresses that authorization requests named and that are not registered. */

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const window = readListQuery(request, {}, topMax);
  if (!window.ok) return window;
  // What was refused a moment ago is to be seen; where it cannot be written, what was written before is.
  await authority.refusedRedirects.flush().catch(() => undefined);
  const refused = await listRefusedRedirects(authority, request.caller, request.parameters.serviceId ?? '');
  if (!refused.ok) return refused;
  const { query } = window.value;
  const page = cutPage(refused.value, window.value.page);
  const whole = checkWhole(query, page, topMax);
  if (!whole.ok) return whole;
  return ok({
    body: presentPage(
      'UntrustedRedirectURIsPage',
      'untrustedredirecturis',
      query,
      page,
      presentRefusedRedirect,
    ),
  });
};

export const accept: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const service = await readServiceId(authority, request);
  const added = await addRefusedRedirect(authority, request.caller, service, readUriId(request));
  if (!added.ok) return added;
  return ok({ body: projectFields(await presentOne(authority, request, added.value), fields.value) });
};

export const dismiss: RestHandler = async (authority, request) => {
  const service = await readServiceId(authority, request);
  const dismissed = await dismissRefusedRedirect(authority, request.caller, service, readUriId(request));
  return dismissed.ok ? ok({}) : dismissed;
};

/** One that cannot be an id names none. */
function readUriId({ parameters }: RestRequest): RefusedRedirectId {
  return parseId<RefusedRedirectId>(parameters.redirectUriId ?? '') ?? trustId(nilId);
}
