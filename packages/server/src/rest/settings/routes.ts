import { type PublicSettings, projectFields } from '@countersign/api';
import { ok, passwordLengthMin } from '@countersign/core';
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
