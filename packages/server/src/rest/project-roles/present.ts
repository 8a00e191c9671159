import type { ProjectRole, SourcedProjectRole } from '@countersign/api';
import type {
  Assignment,
  AssignmentReferences,
  Holder,
  ProjectId,
  SourcedAssignment,
} from '@countersign/core';
import { presentProjectReference } from '../projects/present.ts';
import { presentRoleReference } from '../roles/present.ts';
import { presentUserReference } from '../users/present.ts';

/** A role that was given, under this dialect's word for it. */
export function presentProjectRole(assignment: Assignment, known: AssignmentReferences): ProjectRole {
  const { id, roleId, holder } = assignment;
  const place = assignment.place.id as ProjectId;
  return {
    type: 'projectRole',
    id,
    role: presentRoleReference(roleId, known.roles.get(roleId)),
    project: presentProjectReference(place, known.projects.get(place)),
    owner: presentHolder(holder, known),
    aliases: [],
  };
}

export function presentSourcedProjectRole(
  { assignment, sources }: SourcedAssignment,
  known: AssignmentReferences,
): SourcedProjectRole {
  return {
    ...presentProjectRole(assignment, known),
    type: 'sourcedProjectRole',
    sources: sources.map((source) => presentHolder(source, known)),
  };
}

/** A holder whose row is gone or forged keeps its id and nothing else. */
function presentHolder(holder: Holder, known: AssignmentReferences): ProjectRole['owner'] {
  return holder.kind === 'user'
    ? presentUserReference(holder.id, known.users.get(holder.id))
    : { type: 'userGroup', id: holder.id, name: known.groups.get(holder.id)?.name ?? '' };
}
