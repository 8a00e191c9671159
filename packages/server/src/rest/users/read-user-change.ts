import type { UserUpdate } from '@countersign/api';
import {
  type BanUser,
  type Caller,
  type FieldRule,
  malformed,
  ok,
  type Result,
  refuse,
  type UserChange,
  type UserId,
  type UserTables,
} from '@countersign/core';
import { readUserTarget } from '../read-target.ts';

/** What a body asks of an account: to ban it or lift the ban, or to change it. Never both: they are two acts. */
export type AskedOfUser =
  | { readonly kind: 'ban'; readonly ban: Omit<BanUser, 'userId'> }
  | { readonly kind: 'change'; readonly change: UserChange };

const ofBan: readonly string[] = ['banned', 'banReason', 'successor'];
const atOnce = 'must not be changed together with banned';

export async function readAskedOfUser(
  tables: UserTables,
  caller: Caller,
  body: UserUpdate,
): Promise<Result<AskedOfUser>> {
  const given = Object.keys(body).filter((name) => name !== 'type');
  if (given.length === 0) return refuse(malformed('body', 'must name something to change'));
  const bans = given.filter((name) => ofBan.includes(name));
  if (bans.length === 0) return readChange(tables, caller, body);
  const [first, ...rest] = given
    .filter((name) => !ofBan.includes(name))
    .map((field): FieldRule => ({ field, rule: atOnce }));
  if (first !== undefined) return refuse({ kind: 'malformed', fields: [first, ...rest] });
  return readBan(tables, caller, body);
}

async function readBan(
  tables: UserTables,
  caller: Caller,
  { banned, banReason, successor }: UserUpdate,
): Promise<Result<AskedOfUser>> {
  if (banned === undefined) return refuse(malformed('banned', 'must be given'));
  if (!banned && banReason != null)
    return refuse(malformed('banReason', 'must be absent when a ban is lifted'));
  if (!banned && successor !== undefined)
    return refuse(malformed('successor', 'must be absent when a ban is lifted'));
  const heir = await readOptional(tables, caller, successor, 'successor');
  if (!heir.ok) return heir;
  return ok({ kind: 'ban', ban: { banned, reason: banReason ?? undefined, successor: heir.value } });
}

async function readChange(
  tables: UserTables,
  caller: Caller,
  body: UserUpdate,
): Promise<Result<AskedOfUser>> {
  const email = readEmail(body);
  if (!email.ok) return email;
  const owner = await readOptional(tables, caller, body.owner, 'owner');
  if (!owner.ok) return owner;
  const { login, name, purpose, passwordChangeRequired } = body;
  const change: UserChange = {
    ...(login !== undefined && { login }),
    ...(name !== undefined && { name }),
    ...(email.value !== undefined && { email: email.value }),
    ...(purpose !== undefined && { purpose: purpose ?? '' }),
    ...(owner.value !== undefined && { ownerId: owner.value }),
    ...(passwordChangeRequired !== undefined && { passwordChangeRequired }),
  };
  return Object.keys(change).length === 0
    ? refuse(malformed('body', 'must name something to change'))
    : ok({ kind: 'change', change });
}

/** The address, given in either form or in both alike; an empty text clears it. */
function readEmail({ email, profile }: UserUpdate): Result<string | undefined> {
  const direct = email === null ? '' : email;
  const nested = profile?.email === null ? '' : profile?.email && (profile.email.email ?? '');
  if (direct !== undefined && nested !== undefined && direct !== nested)
    return refuse(malformed('profile.email', 'must not contradict email'));
  return ok(direct ?? nested);
}

async function readOptional(
  tables: UserTables,
  caller: Caller,
  target: UserUpdate['owner'],
  field: string,
): Promise<Result<UserId | undefined>> {
  return target === undefined
    ? ok(undefined)
    : readUserTarget(tables, caller, target, field, 'must be an active person');
}
