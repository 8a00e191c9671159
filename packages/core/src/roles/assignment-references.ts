import type { Assignment, Holder, Role } from '../access/role.ts';
import type { Group } from '../identity/group.ts';
import type { User } from '../identity/user.ts';
import type { GroupId, ProjectId, RoleId, UserId } from '../kernel/id.ts';
import { readProjects } from '../projects/find-project.ts';
import type { Project } from '../projects/project.ts';
import type { AssignmentTables } from './find-assignment.ts';

/** What assignments name, for whoever shows them. Whatever is gone or forged is absent. */
export interface AssignmentReferences {
  readonly roles: ReadonlyMap<RoleId, Role>;
  readonly projects: ReadonlyMap<ProjectId, Project>;
  readonly users: ReadonlyMap<UserId, User>;
  readonly groups: ReadonlyMap<GroupId, Group>;
}

/** Reads each of them once, however many assignments name it; `sources` are holders to name besides. */
export async function findAssignmentReferences(
  tables: AssignmentTables,
  assignments: readonly Assignment[],
  sources: readonly Holder[] = [],
): Promise<AssignmentReferences> {
  const users = new Map<UserId, User>();
  const groups = new Map<GroupId, Group>();
  for (const holder of [...assignments.map((assignment) => assignment.holder), ...sources]) {
    if (holder.kind === 'user') {
      const user = users.get(holder.id) ?? (await tables.users.find(holder.id));
      if (user !== undefined) users.set(holder.id, user);
    } else {
      const group = groups.get(holder.id) ?? (await tables.groups.find(holder.id));
      if (group !== undefined) groups.set(holder.id, group);
    }
  }
  const places = assignments.map(({ place }) => place.id as ProjectId);
  return {
    users,
    groups,
    roles: await tables.access.listRoles(),
    projects: await readProjects(tables, places),
  };
}
