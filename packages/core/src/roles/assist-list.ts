import { assignmentAttributes, roleAttributes } from '../access/access-attributes.ts';
import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadRoles, authorizeReadUsers } from '../access/authorize.ts';
import { groupAttributes } from '../identity/group-attributes.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import { userAttributes } from '../identity/user-attributes.ts';
import { ok, refuse } from '../kernel/result.ts';
import { globalProject } from '../projects/project.ts';
import { projectAttributes } from '../projects/project-attributes.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import { assistQuery, type QueryAssistance } from '../query/assist.ts';
import type { Attributes } from '../query/attributes.ts';
import { findPlace } from '../query/caret-place.ts';
import type { Result } from '../refusal.ts';
import {
  suggestGroups,
  suggestPermissions,
  suggestProjectKeys,
  suggestProjects,
  suggestRoles,
  suggestUsers,
} from './suggest-values.ts';

export interface Typing {
  readonly query: string;
  readonly caret: number;
}

type AssistTables = UserTables & GroupTables & AccessTables & ProjectTables;

/** Completes a query about users: names, words, and values from what the caller may read. */
export async function assistUserQuery(
  tables: AssistTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  const may = authorizeReadUsers(caller.actor);
  if (!may.ok) return may;
  return ok(
    await assist(typing, userAttributes, async (name, typed) => {
      switch (name) {
        case 'login':
        case 'loginStartsWith':
        case 'owner':
          return suggestUsers(tables, caller, typed, 'login');
        case 'name':
        case 'nameStartsWith':
          return suggestUsers(tables, caller, typed, 'name');
        case 'email':
          return suggestUsers(tables, caller, typed, 'email');
        case 'in':
        case 'group':
          return suggestGroups(tables, caller, typed);
        case 'ownRole':
          return suggestRoles(tables, caller);
        case 'access.project':
          return suggestProjects(tables, caller, typed);
        case 'access.with':
          return [...(await suggestRoles(tables, caller)), ...(await suggestPermissions(tables, caller))];
        default:
          return [];
      }
    }),
  );
}

/** Completes a query about groups, likewise. */
export async function assistGroupQuery(
  tables: AssistTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  return ok(
    await assist(typing, groupAttributes, async (name, typed) => {
      switch (name) {
        case 'name':
        case 'nameStartsWith':
        case 'parent':
          return suggestGroups(tables, caller, typed);
        case 'user':
          return suggestUsers(tables, caller, typed, 'login');
        case 'ownRole':
          return suggestRoles(tables, caller);
        default:
          return [];
      }
    }),
  );
}

/** Completes a query about roles, likewise. */
export async function assistRoleQuery(
  tables: AssistTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  const may = authorizeReadRoles(caller.actor);
  if (!may.ok) return may;
  return ok(
    await assist(typing, roleAttributes, async (name) => {
      switch (name) {
        case 'name':
          return suggestRoles(tables, caller);
        case 'key':
          return [...(await tables.access.listRoles()).values()].map(({ key }) => key);
        case 'permission':
          return suggestPermissions(tables, caller);
        default:
          return [];
      }
    }),
  );
}

/** Completes a query about projects, likewise. */
export async function assistProjectQuery(
  tables: AssistTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  return ok(
    await assist(typing, projectAttributes, async (name, typed) => {
      if (name === 'key') return suggestProjectKeys(tables, caller, typed);
      // Global is not on the list.
      const names = name === 'name' ? await suggestProjects(tables, caller, typed) : [];
      return names.filter((one) => one !== globalProject.name);
    }),
  );
}

/** Completes a query about given roles, likewise. */
export async function assistAssignmentQuery(
  tables: AssistTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  const may = authorizeReadRoles(caller.actor);
  if (!may.ok) return may;
  return ok(
    await assist(typing, assignmentAttributes, async (name, typed) => {
      switch (name) {
        case 'user':
          return suggestUsers(tables, caller, typed, 'login');
        case 'group':
          return suggestGroups(tables, caller, typed);
        case 'role':
          return suggestRoles(tables, caller);
        case 'project':
          return suggestProjects(tables, caller, typed);
        case 'permission':
          return suggestPermissions(tables, caller);
        default:
          return [];
      }
    }),
  );
}

/** Finds what is being typed, and completes it; of a value, with those that the list knows. */
export async function assist(
  { query, caret }: Typing,
  attributes: Attributes,
  valuesOf: (name: string, typed: string) => Promise<readonly string[]>,
): Promise<QueryAssistance> {
  const place = findPlace(query, caret, attributes);
  const values = place.kind === 'value' ? await valuesOf(place.name, place.typed) : [];
  return assistQuery(query, caret, attributes, values);
}
