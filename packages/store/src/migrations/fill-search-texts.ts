import { foldText, searchText } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';

const chunkSize = 500;

/** Writes for accounts and services that are there already what searches compare with; see `foldText`. */
export async function fillSearchTexts(db: Kysely<Database>): Promise<void> {
  await fillUsers(db);
  await fillServices(db);
}

/** There are hundreds of them at most. */
async function fillServices(db: Kysely<Database>): Promise<void> {
  const found = await db.selectFrom('services').select(['id', 'name', 'key']).execute();
  for (const { id, name, key } of found) {
    await db
      .updateTable('services')
      .set({ name_folded: foldText(name), search_text: searchText([name, key]) })
      .where('id', '=', id)
      .execute();
  }
}

async function fillUsers(db: Kysely<Database>): Promise<void> {
  let last = '';
  for (;;) {
    const found = await db
      .selectFrom('users')
      .select(['id', 'login', 'name', 'email'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(chunkSize)
      .execute();
    for (const { id, login, name, email } of found) {
      await db
        .updateTable('users')
        .set({
          name_folded: foldText(name),
          email_folded: foldText(email ?? ''),
          search_text: searchText([login, name, email ?? undefined]),
        })
        .where('id', '=', id)
        .execute();
    }
    const end = found.at(-1);
    if (end === undefined || found.length < chunkSize) return;
    last = end.id;
  }
}
