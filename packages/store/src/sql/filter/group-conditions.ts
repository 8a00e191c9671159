import {
  allUsersGroupId,
  builtInGroups,
  type GroupAttributes,
  groupManager,
  type Meaning,
  type ValueTest,
} from '@countersign/core';
import { expressionBuilder, sql } from 'kysely';
import type { Database } from '../../schema/tables.ts';
import { exactMatches, foldedBegins, foldedMatches, hasWords, isWord } from './column-conditions.ts';
import type { Condition, Conditions } from './condition-of.ts';
import { isRoleNamed } from './given-roles.ts';
import { refersTo, withNameSpaces } from './reference-condition.ts';

const { ref } = expressionBuilder<Database, 'user_groups'>();
const users = expressionBuilder<Database, 'users'>();

/** How the list of groups answers what it is asked. */
export function groupConditions(meaning: Meaning): Conditions<GroupAttributes> {
  return {
    attributes: {
      name: (test) => foldedMatches(ref('user_groups.name_form'))(withNameSpaces(test)),
      nameStartsWith: (test) => foldedBegins(ref('user_groups.name_form'))(withNameSpaces(test)),
      id: exactMatches(ref('user_groups.id')),
      parent: isBelow,
      user: hasJoined,
      ownRole: (test) => isHolder(isRoleNamed(meaning, test)),
      is: isWord({
        allUsers: sql<boolean>`user_groups.id = ${allUsersGroupId}`,
        builtIn: sql<boolean>`user_groups.id in (${sql.join(builtInGroups.map(({ id }) => id))})`,
        autoJoin: sql<boolean>`user_groups.auto_join = 1`,
        twoFactorRequired: sql<boolean>`user_groups.requires_two_factor = 1`,
      }),
      has: isWord({
        user: sql<boolean>`exists (select 1 from memberships where memberships.group_id = user_groups.id)`,
        subgroup: sql<boolean>`exists (select 1 from user_groups as below
          where below.parent_id = user_groups.id)`,
        ownRole: isHolder(sql<boolean>`role_id <> ${groupManager.id}`),
        parent: sql<boolean>`user_groups.parent_id is not null`,
      }),
    },
    text: hasWords(ref('user_groups.search_text')),
  };
}

function isBelow(test: ValueTest): Condition {
  const above = expressionBuilder<{ readonly above: Database['user_groups'] }, 'above'>();
  const named = refersTo(above.ref('above.id'), above.ref('above.name_form'));
  return sql<boolean>`user_groups.parent_id in (
    select above.id from user_groups as above where ${named(withNameSpaces(test))})`;
}

function hasJoined(test: ValueTest): Condition {
  const named = refersTo(users.ref('users.id'), users.ref('users.login_key'), users.ref('users.name_folded'));
  return sql<boolean>`user_groups.id in (
    select memberships.group_id from memberships join users on users.id = memberships.user_id
      where users.state <> 'deleted' and ${named(test)})`;
}

function isHolder(assigned: Condition): Condition {
  return sql<boolean>`user_groups.id in (
    select holder_id from assignments where holder_kind = 'group' and ${assigned})`;
}
