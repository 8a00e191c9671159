import { type PasswordReset, projectFields, type RevokedEverything } from '@countersign/api';
import { issueResetLink, ok, revokeEverything as revokeEverythingOf } from '@countersign/core';
import { resetPasswordAddress } from '../../pages/reset-password-page.ts';
import type { RestHandler } from '../endpoint-handler.ts';
import { readFields, readUserId } from '../read-request.ts';

export const issueReset: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const issued = await issueResetLink(authority, request.caller, userId.value);
  if (!issued.ok) return issued;
  const { secret, expiresAt } = issued.value;
  const body: PasswordReset = {
    type: 'passwordReset',
    link: resetPasswordAddress(authority.settings.publicUrl.href, secret),
    expires: expiresAt,
  };
  return ok({ body: projectFields(body, fields.value) });
};

export const revokeEverything: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const revoked = await revokeEverythingOf(authority, request.caller, userId.value);
  if (!revoked.ok) return revoked;
  const body: RevokedEverything = { type: 'revokedEverything', ...revoked.value };
  return ok({ body: projectFields(body, fields.value) });
};
