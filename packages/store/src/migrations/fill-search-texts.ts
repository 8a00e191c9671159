import { foldText, searchText } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';

const chunkSize = 500;

/** Writes for accounts that are there already what searches compare with; see `foldText`. */
export async function fillSearchTexts(db: Kysely<Database>): Promise<void> {
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
