import { type LoginSettings, type PublicSettings, parseSingle, projectFields } from '@countersign/api';
import { malformed, notFound, ok, passwordLengthMin, refuse } from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { readFields } from '../read-request.ts';

/** Days a form proposes for a new token; whoever wants another term says so. */
const tokenLifetimeDefaultDays = 90;

/** What anybody may know. Clients of this dialect ask for it without signing in, also from other origins. */
export const getPublic: RestHandler = async ({ settings }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const answer: PublicSettings = {
    type: 'PublicSettings',
    id: 'public',
    publicUrl: settings.publicUrl.href,
    passwordLengthMin,
    tokenLifetimeDefaultDays,
    listTopMax: settings.lists.topMax,
  };
  return ok({ body: projectFields(answer, fields.value) });
};

/** What the service is called that somebody signs in to: its sign-in page says so to whoever is led there, too. */
export const getLogin: RestHandler = async ({ facts }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const id = parseSingle(request.query, 'client_id');
  if (!id.ok || id.value === undefined) return refuse(malformed('client_id', 'must be given once'));
  const service = await (await facts.prove()).service(id.value);
  if (service?.id !== id.value || service.client === undefined) return refuse(notFound('service'));
  const answer: LoginSettings = { type: 'LoginSettings', serviceName: service.name, iconUrl: null };
  return ok({ body: projectFields(answer, fields.value) });
};
