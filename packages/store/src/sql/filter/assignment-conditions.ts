import {
  type AssignmentAttributes,
  globalProject,
  isNamed,
  type Meaning,
  partsOfRole,
  type Role,
  standIn,
  type ValueTest,
} from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/tables.ts';
import { exactMatches, foldedMatches } from './column-conditions.ts';
import type { Condition, Conditions } from './condition-of.ts';
import { singleSpaced } from './project-conditions.ts';

/**
 * How the list of given roles answers what it is asked. Roles and permissions are few and known, so that names of
 * theirs become ids here; users, groups and projects are looked up where they are.
 */
export function assignmentConditions(
  db: Kysely<Database>,
  { roles, catalog }: Meaning,
): Conditions<AssignmentAttributes> {
  const rolesThat = (fits: (role: Role) => boolean): Condition => {
    const ids = [...roles.values()].filter(fits).map(({ id }) => id);
    return ids.length === 0 ? never : sql`role_id in (${sql.join(ids)})`;
  };
  return {
    attributes: {
      id: exactMatches(sql.ref('id')),
      user: (test) =>
        sql`(holder_kind is null and holder_id in (${db
          .selectFrom('users')
          .select('id')
          // Who was deleted holds nothing; the indexes are over the others.
          .where(sql<boolean>`state <> 'deleted'`)
          .where(anyOf(test, { id: 'id', names: ['login_key', 'name_folded'] }))}))`,
      group: (test) =>
        sql`(holder_kind = 'group' and holder_id in (${db
          .selectFrom('user_groups')
          .select('id')
          .where(anyOf(singleSpaced(test), { id: 'id', names: ['name_form'] }))}))`,
      role: (test) => rolesThat(({ id, key, name }) => isNamed({ id, names: [key, name] }, test)),
      project: (test) => {
        const { id, key, name } = globalProject;
        const projects = db
          .selectFrom('projects')
          .select('id')
          .where(anyOf(singleSpaced(test), { id: 'id', names: ['key_form', 'name_form'] }));
        return isNamed({ id, names: [key, name] }, test)
          ? sql`(place = ${id} or place in (${projects}))`
          : sql`place in (${projects})`;
      },
      permission: (test) =>
        rolesThat((role) =>
          partsOfRole(role, catalog).some(({ key, name }) => isNamed({ id: key, names: [name] }, test)),
        ),
    },
    // Given roles have no words of their own: a word asks for the role.
    text: (test) => rolesThat(({ key, name }) => standIn([name, key], test)),
  };
}

const never: Condition = sql`1 = 0`;

function anyOf(
  test: ValueTest,
  columns: { readonly id: string; readonly names: readonly string[] },
): Condition {
  const conditions = [
    exactMatches(sql.ref(columns.id))(test),
    ...columns.names.map((name) => foldedMatches(sql.ref(name))(test)),
  ];
  return sql`(${sql.join(conditions, sql` or `)})`;
}
