import type { Brand } from './brand.ts';
import type { Random } from './random.ts';

/**
 * Every kind of identifier in the authority, and the only functions that may brand a string as one.
 * Identifiers are lower-case UUIDs, except the few short ones that clients of this dialect hard-code.
 * An identifier is a name, never a secret: knowing one grants nothing.
 */
export type UserId = Brand<string, 'UserId'>;
export type GroupId = Brand<string, 'GroupId'>;
export type RoleId = Brand<string, 'RoleId'>;
export type AssignmentId = Brand<string, 'AssignmentId'>;
export type ProjectId = Brand<string, 'ProjectId'>;
export type ServiceId = Brand<string, 'ServiceId'>;
export type ServiceSecretId = Brand<string, 'ServiceSecretId'>;
export type RefusedRedirectId = Brand<string, 'RefusedRedirectId'>;
export type PermanentTokenId = Brand<string, 'PermanentTokenId'>;
export type ApplicationPasswordId = Brand<string, 'ApplicationPasswordId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type FactorId = Brand<string, 'FactorId'>;
export type ConnectionId = Brand<string, 'ConnectionId'>;
export type AccessTokenId = Brand<string, 'AccessTokenId'>;
export type ServiceTokenId = Brand<string, 'ServiceTokenId'>;
export type ApprovedScopeId = Brand<string, 'ApprovedScopeId'>;

/**
 * Where a permission can hold: in the Global project, which covers every other place; in one project; and, for
 * the few permissions that are about one group or one service, there.
 */
export type PlaceId = ProjectId | GroupId | ServiceId;

/** The name of one allowed action, as services declare it and clients read it. */
export type PermissionKey = Brand<string, 'PermissionKey'>;

type AnyId =
  | UserId
  | GroupId
  | RoleId
  | AssignmentId
  | ProjectId
  | ServiceId
  | ServiceSecretId
  | RefusedRedirectId
  | PermanentTokenId
  | ApplicationPasswordId
  | SessionId
  | FactorId
  | ConnectionId
  | AccessTokenId
  | ServiceTokenId
  | ApprovedScopeId;

/** The authority itself, registered as a service: the audience of tokens that may use its own API. */
export const authorityServiceId = '0-0-0-0-0' as ServiceId;

/** The project that covers every other. */
export const globalProjectId = '0' as ProjectId;

/** Everybody, the guest included. */
export const allUsersGroupId = '0-0-0-0-1' as GroupId;

/** Everybody who has an account. */
export const registeredUsersGroupId = '0-0-0-0-2' as GroupId;

/** The visitor without an account. It exists so that clients can name it; it may do nothing. */
export const guestUserId = '0-0-0-0-3' as UserId;

/** The identifier that is never given out (RFC 9562 §5.9): what a name stands for that names nothing. */
export const nilId = '00000000-0000-0000-0000-000000000000';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const shortForm = /^\d{1,10}(-\d{1,10}){0,4}$/;

/** Reads an identifier from outside. Absent when the text cannot be one, so that junk costs no look-up. */
export function parseId<Id extends AnyId>(text: string): Id | undefined {
  return uuidForm.test(text) || shortForm.test(text) ? (text as Id) : undefined;
}

/** Brands an identifier that a trusted source (our own row, our own literal) already holds. */
export function trustId<Id extends AnyId>(text: string): Id {
  return text as Id;
}

/** A fresh random UUID (RFC 9562 §5.4, version 4). */
export function newId<Id extends AnyId>(random: Random): Id {
  const bytes = random.bytes(16);
  const hex = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return parts.join('-') as Id;
}
