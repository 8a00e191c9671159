import type { AccessTables } from '../access/access-store.ts';
import { type Act, previewAct } from '../access/act.ts';
import type { Caller } from '../access/actor.ts';
import {
  authorizeAssignRole,
  authorizeChangeRole,
  authorizeCreateGroup,
  authorizeCreateProject,
  authorizeCreateUser,
  authorizeMakeServiceSecret,
  authorizeReadAudit,
  authorizeReadGroups,
  authorizeReadRoles,
  authorizeReadUsers,
} from '../access/authorize.ts';
import { noPermissions } from '../access/permission-set.ts';
import { globalPlace } from '../access/role.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { automaticGroups, firstHoldings } from './create-user.ts';
import type { GroupTables } from './identity-store.ts';

export type AuthorityActName =
  | 'createUser'
  | 'createGroup'
  | 'createRole'
  | 'createProject'
  | 'registerService'
  | 'readUsers'
  | 'readGroups'
  | 'readRoles'
  | 'readAudit'
  | 'assignGlobalRole';

/**
 * What the caller may do that is about no object yet: what is created is taken to be as plain as it can be, a user
 * in no group but those that everybody joins, a group at the top, a role without permissions.
 */
export async function previewAuthorityActs(
  tables: GroupTables & AccessTables,
  { actor }: Caller,
): Promise<Result<readonly Act<AuthorityActName>[]>> {
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const newcomer = await firstHoldings(tables, await automaticGroups(tables));
  return ok([
    previewAct('createUser', authorizeCreateUser(actor, newcomer)),
    previewAct('createGroup', authorizeCreateGroup(actor, noPermissions)),
    previewAct('createRole', authorizeChangeRole(actor, [])),
    previewAct('createProject', authorizeCreateProject(actor)),
    previewAct('registerService', authorizeMakeServiceSecret(actor)),
    previewAct('readUsers', authorizeReadUsers(actor)),
    previewAct('readGroups', authorizeReadGroups(actor)),
    previewAct('readRoles', authorizeReadRoles(actor)),
    previewAct('readAudit', authorizeReadAudit(actor)),
    previewAct('assignGlobalRole', authorizeAssignRole(actor, globalPlace, noPermissions)),
  ]);
}
