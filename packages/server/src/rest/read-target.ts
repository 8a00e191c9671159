import type { GroupTarget, UserTarget } from '@countersign/api';
import {
  authorizeReadUsers,
  brokenLoginRule,
  type Caller,
  type GroupId,
  loginKey,
  malformed,
  ok,
  parseId,
  type Result,
  refuse,
  type UserId,
  type UserTables,
} from '@countersign/core';
import type { RestRequest } from './endpoint-handler.ts';
import { readParameter } from './read-request.ts';

/**
 * Reads whom a body or a parameter names. One that cannot be, and one that is not there, break the same rule of the
 * same field: `rule` is what the core says of an id that names nobody.
 */
export async function readUserTarget(
  tables: UserTables,
  { actor }: Caller,
  target: UserTarget,
  field: string,
  rule: string,
): Promise<Result<UserId>> {
  if (target.login === undefined) {
    const id = parseId<UserId>(target.id ?? '');
    return id === undefined ? refuse(malformed(field, rule)) : ok(id);
  }
  const may = authorizeReadUsers(actor);
  if (!may.ok) return may;
  const key = loginKey(target.login);
  const user = brokenLoginRule(key) === undefined ? await tables.users.findByLoginKey(key) : undefined;
  return user === undefined ? refuse(malformed(field, rule)) : ok(user.id);
}

export function readGroupTarget({ id: text }: GroupTarget, field: string): Result<GroupId> {
  const id = parseId<GroupId>(text);
  return id === undefined ? refuse(malformed(`${field}.id`, 'names no group')) : ok(id);
}

export function readGroupTargets(
  targets: readonly GroupTarget[],
  field: string,
  rule: string,
): Result<readonly GroupId[]> {
  const read: GroupId[] = [];
  for (const [index, { id: text }] of targets.entries()) {
    const id = parseId<GroupId>(text);
    if (id === undefined) return refuse(malformed(`${field}.${index}.id`, rule));
    read.push(id);
  }
  return ok(read);
}

/** Who takes over from what is deleted; absent when nobody does. */
export function readSuccessor<Id extends UserId | GroupId>(
  request: RestRequest,
  rule: string,
): Result<Id | undefined> {
  const given = readParameter(request, 'successor');
  if (!given.ok || given.value === undefined) return given.ok ? ok(undefined) : given;
  const id = parseId<Id>(given.value);
  return id === undefined ? refuse(malformed('successor', rule)) : ok(id);
}
