import type { AccessTables } from '../access/access-store.ts';
import { type Act, previewAct } from '../access/act.ts';
import type { Caller } from '../access/actor.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { checkDeleteRole, checkUpdateRole } from './change-role.ts';
import { findRole } from './find-role.ts';

export type RoleActName = 'update' | 'delete';

/** What the caller may do with a role. Which permissions they may add or remove is another question. */
export async function previewRoleActs(
  tables: AccessTables,
  caller: Caller,
  idOrKey: string,
): Promise<Result<readonly Act<RoleActName>[]>> {
  const { actor } = caller;
  const read = await findRole(tables, caller, idOrKey);
  if (!read.ok) return read;
  const role = read.value;
  return ok([
    previewAct('update', checkUpdateRole(actor, role, [])),
    previewAct('delete', await checkDeleteRole(tables, actor, role.id)),
  ]);
}
