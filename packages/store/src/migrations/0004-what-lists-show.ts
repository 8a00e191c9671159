import { searchText } from '@countersign/core';
import type { Migration } from '../schema/migration.ts';

const pieceSize = 500;

/**
 * What lists of accounts need beside the accounts: the words of addresses apart from those of names, as not
 * everybody may search them; indexes with all that a search looks at; and one to find who signed in when.
 */
export const whatListsShow: Migration = {
  name: '0004-what-lists-show',
  statements: ({ text, covered }) => [
    `alter table users add column email_words ${text} not null default ''`,
    'create index users_by_state on users (state)',
    'drop index users_by_name',
    `create index users_by_name on users
      (name_folded, id${covered('state, kind, login_key, created_at, search_text, email_words')})`,
    "create index audit_events_by_sign_in on audit_events (subject_id, at) where kind = 'session.started'",
  ],
  async fill(db) {
    for (let last = ''; ; ) {
      const found = await db
        .selectFrom('users')
        .select(['id', 'login', 'name', 'email'])
        .where('id', '>', last)
        .orderBy('id')
        .limit(pieceSize)
        .execute();
      const end = found.at(-1);
      if (end === undefined) return;
      last = end.id;
      for (const { id, login, name, email } of found) {
        const texts = {
          search_text: searchText([login, name]),
          email_words: searchText([email ?? undefined]),
        };
        await db.updateTable('users').set(texts).where('id', '=', id).execute();
      }
    }
  },
};
