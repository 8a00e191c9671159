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
import { expressionBuilder, sql } from 'kysely';
import type { Database } from '../../schema/tables.ts';
import type { Condition } from './condition-of.ts';
import { anyOf, never, refersTo, withNameSpaces } from './reference-condition.ts';

/**
 * Conditions over the table of given roles. What a role means is computed here, as there are few and what they
 * imply is no matter of SQL; where it was given, and to whom, is left to the engine.
 */
const given = expressionBuilder<Database, 'assignments'>();
const placed = expressionBuilder<Database, 'projects'>();

/** Given a role that the test names. A group's managers stand with their group and are no role of theirs. */
export function isRoleNamed({ roles }: Meaning, test: ValueTest): Condition {
  const named = [...roles.values()].filter(
    (role) => role.id !== groupManager.id && isNamed({ id: role.id, names: [role.key, role.name] }, test),
  );
  return isOneOf(named);
}

/** Given something that counts in the project: there, or in Global, which covers every project there is. */
export function givesAccess(
  meaning: Meaning,
  { project, with: sought }: TestOf<UserAttributes['access']>,
): Condition {
  const roles = sought === undefined ? isAny : anyOf(sought.map((test) => gives(meaning, test)));
  const place = project === undefined ? isAny : anyOf(project.map(countsIn));
  const isWhereProjectsAre = sql<boolean>`(place_kind is null or place_kind = 'project')`;
  return sql<boolean>`(${isWhereProjectsAre} and ${roles} and ${place})`;
}

const isAny: Condition = sql<boolean>`1 = 1`;

function countsIn(test: ValueTest): Condition {
  const { ref } = placed;
  const named = refersTo(ref('projects.id'), ref('projects.key_form'), ref('projects.name_form'));
  const projects = sql`(select projects.id from projects where ${named(withNameSpaces(test))})`;
  const isGlobal = isNamed({ id: globalProjectId, names: [globalProject.key, globalProject.name] }, test);
  const inGlobal = sql<boolean>`place = ${globalProjectId}`;
  return anyOf([
    sql<boolean>`place in ${projects}`,
    isGlobal ? inGlobal : sql<boolean>`(${inGlobal} and exists ${projects})`,
  ]);
}

/** Names a role, or a permission that a role has in the place where it was given. */
function gives(meaning: Meaning, test: ValueTest): Condition {
  const { roles, catalog } = meaning;
  const sought = [...catalog.values()].filter(({ key, name }) => isNamed({ id: key, names: [name] }, test));
  const having = (isSought: (key: (typeof sought)[number]) => boolean) => {
    const keys = sought.filter(isSought).map(({ key }) => key);
    return [...roles.values()].filter((role) => {
      const held = permissionsOfRole(role, catalog);
      return keys.some((key) => held.has(key));
    });
  };
  return anyOf([
    isRoleNamed(meaning, test),
    sql<boolean>`(place_kind is null and ${isOneOf(having(() => true))})`,
    sql<boolean>`(place_kind = 'project' and ${isOneOf(having(({ holdsIn }) => holdsIn === 'project'))})`,
  ]);
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
