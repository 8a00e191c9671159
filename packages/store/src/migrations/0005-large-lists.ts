import type { Migration } from '../schema/migration.ts';

/**
 * What lists of a hundred thousand accounts and a million given roles need: for each order in which accounts are
 * listed an index of the accounts that are listed at all, with all that a search looks at; indexes that tell who
 * holds a role, or something in a place, without a look at any row; and one that counts what lists of given roles
 * show, which is everything but the managers of groups.
 */
export const largeLists: Migration = {
  name: '0005-large-lists',
  statements: ({ covered, makeInstr }) => {
    const sought = 'search_text, email_words, email_folded, state, kind, owner_id';
    const orders = [
      { order: 'name', columns: `name_folded, id${covered(`login_key, created_at, ${sought}`)}` },
      { order: 'login', columns: `login_key, id${covered(`name_folded, created_at, ${sought}`)}` },
      { order: 'time', columns: `created_at, id${covered(`login_key, name_folded, ${sought}`)}` },
    ];
    return [
      ...(makeInstr === undefined ? [] : [makeInstr]),
      'drop index users_by_name',
      'drop index users_by_time',
      // In the order of ids, in which what is in a set is counted fastest: the set is kept in the same order.
      "create index users_listed on users (id, state) where state <> 'deleted'",
      ...orders.map(
        ({ order, columns }) =>
          `create index users_by_${order} on users (${columns}) where state <> 'deleted'`,
      ),
      'drop index assignments_by_place',
      'drop index assignments_by_role',
      'create index assignments_by_place on assignments (place, role_id, holder_id, holder_kind, place_kind)',
      'create index assignments_by_role on assignments (role_id, holder_kind, holder_id, place, place_kind)',
      `create index assignments_shown on assignments (id, place, role_id)
        where role_id <> '0-0-0-1-2'`,
    ];
  },
};
