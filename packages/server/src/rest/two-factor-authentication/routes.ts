import {
  type FieldTree,
  projectFields,
  type StartedTwoFactor,
  type TwoFactorAuthentication,
  twoFactorConfirmBody,
  twoFactorStartBody,
} from '@countersign/api';
import {
  base32,
  codeDigits,
  confirmFactor,
  countRecentAttempts,
  keyUri,
  loginKey,
  ok,
  readTwoFactor,
  removeFactors,
  startFactor,
  type TwoFactor,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { readBodyAs, readFields, readUserId } from '../read-request.ts';

export const get: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const seen = await readTwoFactor(authority, request.caller, userId.value);
  if (!seen.ok) return seen;
  return ok({ body: projectWhole(presentTwoFactor(seen.value), fields.value) });
};

/** The name of an app whose owner gave it none. */
const plainName = 'Authenticator app';

export const start: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(twoFactorStartBody, request.body);
  if (!read.ok) return read;
  const { name = plainName } = read.value.body;
  const started = await startFactor(authority, request.caller, { userId: userId.value, name });
  if (!started.ok) return started;
  const { factor, login, seed, recoveryCodes } = started.value;
  const body: StartedTwoFactor = {
    type: 'twoFactorAuthentication',
    id: factor.userId,
    secretKey: base32(seed),
    qrCodeUri: keyUri({ issuer: new URL(authority.settings.publicUrl.href).host, login, seed }),
    scratchCodes: (recoveryCodes ?? []).map((code) => code.reveal()),
    failedAttemptsCounter: await countRecentAttempts(authority, loginKey(login), 'second factor'),
    aliases: [],
  };
  return ok({ body: projectWhole(body, fields.value), ignored: read.value.ignored });
};

export const confirm: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(twoFactorConfirmBody, request.body);
  if (!read.ok) return read;
  const code = String(read.value.body.code).padStart(codeDigits, '0');
  const confirmed = await confirmFactor(authority, request.caller, { userId: userId.value, code });
  if (!confirmed.ok) return confirmed;
  const seen = await readTwoFactor(authority, request.caller, userId.value);
  if (!seen.ok) return seen;
  return ok({
    body: projectWhole(presentTwoFactor(seen.value), fields.value),
    ignored: read.value.ignored,
  });
};

export const turnOff: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const removed = await removeFactors(authority, request.caller, userId.value);
  return removed.ok ? ok({}) : removed;
};

/** Nothing in it has an address of its own: unless members were chosen, it comes whole. */
function projectWhole<Body extends Readonly<Record<string, unknown>>>(
  body: Body,
  fields: FieldTree | undefined,
): Readonly<Record<string, unknown>> {
  return fields === undefined ? body : projectFields(body, fields);
}

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
