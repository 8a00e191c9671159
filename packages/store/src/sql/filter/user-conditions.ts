import {
  builtInGroups,
  globalProjectId,
  isNamed,
  type Meaning,
  systemAdministrator,
  type UserAttributes,
  type ValueTest,
} from '@countersign/core';
import { expressionBuilder, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../schema/tables.ts';
import { belowSql } from '../group-tree.ts';
import {
  exactMatches,
  foldedBegins,
  foldedMatches,
  hasWords,
  isWithin,
  isWord,
} from './column-conditions.ts';
import type { Condition, Conditions } from './condition-of.ts';
import { givesAccess, isRoleNamed } from './given-roles.ts';
import { always, anyOf, never, refersTo, withNameSpaces } from './reference-condition.ts';

const { ref } = expressionBuilder<Database, 'users'>();
const groups = expressionBuilder<Database, 'user_groups'>();

/** Who has no address has an empty one here, which is not to be found. */
const email = sql<string | null>`nullif(${ref('users.email_folded')}, '')`;

export interface UserSearch {
  /** Whether words are sought in addresses, too. */
  readonly searchesEmail: boolean;
  /**
   * How the accounts are gone through: `from-sets` where few are expected, who are then reached from the groups and
   * roles that the query names; `one-by-one` where many are, each of whom is asked about in turn.
   */
  readonly way: 'from-sets' | 'one-by-one';
}

/** How the list of accounts answers what it is asked. */
export function userConditions(
  meaning: Meaning,
  { searchesEmail, way }: UserSearch,
): Conditions<UserAttributes> {
  // No index leads from an expression to an account: what is in a set is then not looked up, but looked for in it.
  const account = way === 'one-by-one' ? sql<string>`(${ref('users.id')} || '')` : ref('users.id');
  const isAmong = (ids: RawBuilder<unknown>): Condition => sql<boolean>`${account} in (${ids})`;
  return {
    attributes: {
      login: foldedMatches(ref('users.login_key')),
      loginStartsWith: foldedBegins(ref('users.login_key')),
      name: foldedMatches(ref('users.name_folded')),
      nameStartsWith: foldedBegins(ref('users.name_folded')),
      email: foldedMatches(email),
      id: exactMatches(ref('users.id')),
      in: (test) => (isEverybodys(test) ? always : isAmong(joined(belowSql(groupsNamed(test))))),
      group: (test) => isAmong(joined(sql`(${groupsNamed(test)})`)),
      ownRole: (test) => isAmong(given(isRoleNamed(meaning, test))),
      owner: isOwnedBy,
      created: isWithin(ref('users.created_at')),
      is: isWord({
        banned: sql<boolean>`users.state = 'banned'`,
        bot: sql<boolean>`users.kind = 'bot'`,
        person: sql<boolean>`users.kind = 'person'`,
        // The guest has no row: it is a rule.
        guest: never,
        admin: isAmong(
          holders(sql<boolean>`(role_id = ${systemAdministrator.id} and place = ${globalProjectId})`),
        ),
        suspended: sql<boolean>`(users.kind = 'bot' and not exists (select 1 from users as owners
          where owners.id = users.owner_id and owners.kind = 'person' and owners.state = 'active'))`,
      }),
      has: isWord({
        token: sql<boolean>`exists (select 1 from permanent_tokens
          where permanent_tokens.user_id = users.id and permanent_tokens.state <> 'revoked')`,
        email: sql<boolean>`users.email_folded <> ''`,
        bot: sql<boolean>`exists (select 1 from users as bots
          where bots.owner_id = users.id and bots.state <> 'deleted')`,
      }),
      access: (fields) => isAmong(holders(givesAccess(meaning, fields))),
    },
    text: (test) =>
      anyOf([
        hasWords(ref('users.search_text'))(test),
        ...(searchesEmail ? [hasWords(ref('users.email_words'))(test)] : []),
      ]),
  };
}

/** Everybody in the list is in the built-in groups. */
function isEverybodys(test: ValueTest): boolean {
  return builtInGroups.some(({ id, name }) => isNamed({ id, names: [name] }, test));
}

function groupsNamed(test: ValueTest): RawBuilder<unknown> {
  const named = refersTo(groups.ref('user_groups.id'), groups.ref('user_groups.name_form'));
  return sql`select user_groups.id from user_groups where ${named(withNameSpaces(test))}`;
}

/** Who joined one of the groups. */
function joined(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select memberships.user_id from memberships where memberships.group_id in ${ids}`;
}

function isOwnedBy(test: ValueTest): Condition {
  const owners = expressionBuilder<{ readonly owners: Database['users'] }, 'owners'>();
  const named = refersTo(
    owners.ref('owners.id'),
    owners.ref('owners.login_key'),
    owners.ref('owners.name_folded'),
  );
  // Apart, as the indexes are over those who were not deleted; the others may still be named as owners.
  return sql<boolean>`users.owner_id in (
    select owners.id from users as owners where owners.state <> 'deleted' and ${named(test)}
    union all
    select owners.id from users as owners where owners.state = 'deleted' and ${named(test)})`;
}

/** Who was given such a role in person. */
function given(assigned: Condition): RawBuilder<unknown> {
  return sql`select holder_id from assignments where holder_kind is null and ${assigned}`;
}

/** Who was given such a role in person or by any group they are in: nested, or built in, where everybody is. */
function holders(assigned: Condition): RawBuilder<unknown> {
  const everybodys = builtInGroups.map(({ id }) => id);
  return sql`${given(assigned)}
    union all
    ${joined(belowSql(sql`select holder_id from assignments where holder_kind = 'group' and ${assigned}`))}
    union all
    select everybody.id from users as everybody where exists (
      select 1 from assignments where holder_id in (${sql.join(everybodys)}) and ${assigned})`;
}
