import { projectFields, type TwoFactorAuthentication } from '@countersign/api';
import { ok, readTwoFactor, removeFactors, type TwoFactor } from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { readFields, readUserId } from '../read-request.ts';

export const get: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const seen = await readTwoFactor(authority, request.caller, userId.value);
  if (!seen.ok) return seen;
  const body = presentTwoFactor(seen.value);
  // A device has no address of its own: unless members were chosen, it comes whole.
  return ok({ body: fields.value === undefined ? body : projectFields(body, fields.value) });
};

export const turnOff: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const removed = await removeFactors(authority, request.caller, userId.value);
  return removed.ok ? ok({}) : removed;
};

function presentTwoFactor({
  userId,
  isRequired,
  isRequiredFrom,
  devices,
  recoveryCodesLeft,
}: TwoFactor): TwoFactorAuthentication {
  return {
    type: 'twoFactorAuthentication',
    id: userId,
    active: devices.length > 0,
    required: isRequired,
    requiredFrom: isRequiredFrom ?? null,
    devices: devices.map(({ kind, id, name, addedAt, lastUsedAt }) => ({
      kind,
      id,
      name,
      creationTime: addedAt,
      lastAccessTime: lastUsedAt ?? null,
    })),
    recoveryCodesLeft,
  };
}
