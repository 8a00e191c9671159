import type { PermissionAttributes } from '../access/access-attributes.ts';
import { permissionsOf, readMeaning } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadAccess } from '../access/authorize.ts';
import { isSelf } from '../access/guard.ts';
import type { PermissionSet } from '../access/permission-set.ts';
import { projectsOf, type Reach, reachOf } from '../access/reach.ts';
import { findUser } from '../identity/find-user.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { ProjectId, UserId } from '../kernel/id.ts';
import { ok, refuse } from '../kernel/result.ts';
import { readProjects } from '../projects/find-project.ts';
import type { Project } from '../projects/project.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import { isFound } from '../query/evaluate.ts';
import type { Query } from '../query/query.ts';
import type { Result } from '../refusal.ts';
import { type PermissionTables, permissionAnswers, readDeclaringServices } from './find-permission.ts';

/** What somebody may do, as services ask for it, with the names of the projects it is limited to. */
export interface ReachRead {
  readonly reaches: readonly Reach[];
  readonly projects: ReadonlyMap<ProjectId, Project>;
}

/**
 * What the caller's credential carries, or what somebody else holds at this moment, for who may read their
 * access. It is the set that decisions are made of; a query chooses among its permissions.
 */
export async function readReach(
  tables: PermissionTables & ProjectTables & UserTables,
  caller: Caller,
  input: { readonly query: Query<PermissionAttributes> | undefined; readonly principal: UserId | undefined },
): Promise<Result<ReachRead>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const held = await readHeld(tables, caller, input.principal ?? actor.userId);
  if (!held.ok) return held;
  const { catalog } = await readMeaning(tables);
  const all = reachOf(held.value, catalog);
  const answers = permissionAnswers(
    await readDeclaringServices(
      tables,
      all.map(({ permission }) => permission),
    ),
  );
  const reaches = all.filter(({ permission }) => isFound(permission, input.query, answers));
  return ok({ reaches, projects: await readProjects(tables, projectsOf(reaches)) });
}

async function readHeld(
  tables: PermissionTables & UserTables,
  caller: Caller,
  user: UserId,
): Promise<Result<PermissionSet>> {
  const { actor } = caller;
  if (isSelf(actor, user)) return ok(actor.permissions);
  const may = authorizeReadAccess(actor, user);
  if (!may.ok) return may;
  const known = await findUser(tables, caller, user);
  return known.ok ? ok(await permissionsOf(tables, user)) : known;
}
