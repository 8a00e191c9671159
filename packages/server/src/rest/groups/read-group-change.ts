import type { UserGroupUpdate } from '@countersign/api';
import {
  type FieldRule,
  type GroupChange,
  type GroupId,
  instant,
  malformed,
  ok,
  type Result,
  refuse,
} from '@countersign/core';
import { readGroupTarget, readGroupTargets } from '../read-target.ts';

/** What a body asks of a group: to change it, or who manages it. Never both: they are two acts. */
export type AskedOfGroup =
  | { readonly kind: 'managers'; readonly managers: readonly GroupId[] }
  | { readonly kind: 'change'; readonly change: GroupChange };

export function readAskedOfGroup(body: UserGroupUpdate): Result<AskedOfGroup> {
  const { updaters } = body;
  const given = Object.keys(body).filter((name) => name !== 'type' && name !== 'updaters');
  if (updaters === undefined)
    return given.length === 0 ? refuse(malformed('body', 'must name something to change')) : readChange(body);
  const [first, ...rest] = given.map(
    (field): FieldRule => ({ field, rule: 'must not be changed together with updaters' }),
  );
  if (first !== undefined) return refuse({ kind: 'malformed', fields: [first, ...rest] });
  const managers = readGroupTargets(updaters, 'updaters', 'names no group');
  return managers.ok ? ok({ kind: 'managers', managers: managers.value }) : managers;
}

function readChange({
  name,
  description,
  parent,
  autoJoin,
  requiredTwoFactorAuthentication: requiresTwoFactor,
  twoFactorRequiredFrom,
}: UserGroupUpdate): Result<AskedOfGroup> {
  const above = parent == null ? ok('none' as const) : readGroupTarget(parent, 'parent');
  if (!above.ok) return above;
  return ok({
    kind: 'change',
    change: {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description: description ?? '' }),
      ...(parent !== undefined && { parent: above.value }),
      ...(autoJoin !== undefined && { autoJoin }),
      ...(requiresTwoFactor !== undefined && { requiresTwoFactor }),
      ...(twoFactorRequiredFrom !== undefined && {
        twoFactorRequiredFrom: twoFactorRequiredFrom === null ? 'at-once' : instant(twoFactorRequiredFrom),
      }),
    },
  });
}
