import {
  globalProject,
  globalProjectId,
  groupManager,
  isNamed,
  type Meaning,
  permissionsOfRole,
  type Role,
  type TestOf,
  type UserAttributes,
  type ValueTest,
} from '@countersign/core';
import { expressionBuilder, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../schema/tables.ts';
import type { Condition } from './condition-of.ts';
import { anyOf, never, refersTo, withNameSpaces } from './reference-condition.ts';

/**
 * Conditions over the table of given roles. What a role means is computed here, as there are few and what they
 * imply is no matter of SQL; where it was given, and to whom, is left to the engine.
 */
const given = expressionBuilder<Database, 'assignments'>();
const placed = expressionBuilder<Database, 'projects'>();

/** Given a role that the test names. */
export function isRoleNamed(meaning: Meaning, test: ValueTest): Condition {
  return isOneOf(rolesNamed(meaning, test));
}

/** A group's managers stand with their group and are no role of theirs. */
function rolesNamed({ roles }: Meaning, test: ValueTest): readonly Role[] {
  return [...roles.values()].filter(
    (role) => role.id !== groupManager.id && isNamed({ id: role.id, names: [role.key, role.name] }, test),
  );
}

/**
 * Given something that counts in the project: there, or in Global, which covers every project there is. Roles and
 * places are each asked for as one set, beside what tells them apart: of several an index would answer none.
 */
export function givesAccess(
  meaning: Meaning,
  { project, with: sought }: TestOf<UserAttributes['access']>,
): Condition {
  const roles = sought === undefined ? isAny : gives(meaning, sought);
  const place = project === undefined ? isAny : sql<boolean>`place in (${placesThatCount(project)})`;
  const isWhereProjectsAre = sql<boolean>`(place_kind is null or place_kind = 'project')`;
  return sql<boolean>`(${isWhereProjectsAre} and ${roles} and ${place})`;
}

const isAny: Condition = sql<boolean>`1 = 1`;

/** The projects that a test names, and Global if there is one. */
function placesThatCount(tests: readonly ValueTest[]): RawBuilder<unknown> {
  const { ref } = placed;
  const names = refersTo(ref('projects.id'), ref('projects.key_form'), ref('projects.name_form'));
  const named = anyOf(tests.map((test) => names(withNameSpaces(test))));
  const projects = sql`select projects.id from projects where ${named}`;
  const { key, name } = globalProject;
  const isGlobal = tests.some((test) => isNamed({ id: globalProjectId, names: [key, name] }, test));
  return isGlobal
    ? sql`${projects} union all select ${globalProjectId}`
    : sql`${projects} union all select ${globalProjectId} where exists (${projects})`;
}

/** Names a role, or a permission that a role has in the place where it was given. */
function gives(meaning: Meaning, tests: readonly ValueTest[]): Condition {
  const { roles, catalog } = meaning;
  const sought = [...catalog.values()].filter(({ key, name }) =>
    tests.some((test) => isNamed({ id: key, names: [name] }, test)),
  );
  const having = (isSought: (key: (typeof sought)[number]) => boolean) => {
    const keys = sought.filter(isSought).map(({ key }) => key);
    return [...roles.values()].filter((role) => {
      const held = permissionsOfRole(role, catalog);
      return keys.some((key) => held.has(key));
    });
  };
  const named = tests.flatMap((test) => rolesNamed(meaning, test));
  const [inGlobal, inProject] = [having(() => true), having(({ holdsIn }) => holdsIn === 'project')];
  return sql<boolean>`(${isOneOf([...named, ...inGlobal])} and (${isOneOf(named)}
    or place_kind is null or (place_kind = 'project' and ${isOneOf(inProject)})))`;
}

function isOneOf(roles: readonly Role[]): Condition {
  return roles.length === 0
    ? never
    : given(
        'role_id',
        'in',
        roles.map(({ id }) => id),
      );
}
