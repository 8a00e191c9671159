import {
  type Artefact,
  type ArtefactLedger,
  type ArtefactStore,
  type Instant,
  instant,
  type SecretHash,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, OAuthArtefactRow } from '../schema/tables.ts';
import { accessTokenStore } from './access-tokens.ts';
import { connectionStore } from './connections.ts';
import { putHead, takeHead } from './head.ts';
import type { Asked, SealedRows } from './seal-row.ts';
import { serviceTokenStore } from './service-tokens.ts';
import { inTransaction } from './transaction.ts';

/** A row goes by model and digest: no id of one model is ever taken for one of another. */
export function artefactStore(db: Kysely<Database>, rows: SealedRows): ArtefactStore {
  const artefacts = db.selectFrom('oauth_artefacts').selectAll();

  function open(row: OAuthArtefactRow | undefined, id: string): Artefact | undefined {
    const opened = rows.open('oauth_artefacts', row, { id });
    return opened && parseArtefact(opened);
  }

  /** A row that somebody forged hides none of ours. */
  function openFirst(
    found: readonly OAuthArtefactRow[],
    asked: Asked<'oauth_artefacts'>,
  ): Artefact | undefined {
    return rows.openAll('oauth_artefacts', found, asked).map(parseArtefact)[0];
  }

  return {
    async find(model, hash) {
      const id = idOf(model, hash);
      return open(await artefacts.where('id', '=', id).executeTakeFirst(), id);
    },

    async findByUserCode(model, userCode) {
      const named = artefacts.where('user_code', '=', userCode).where('model', '=', model);
      return openFirst(await named.execute(), { user_code: userCode, model });
    },

    async findByUid(model, uid) {
      const named = artefacts.where('uid', '=', uid).where('model', '=', model);
      return openFirst(await named.execute(), { uid, model });
    },

    async takeUserCode(model, userCode) {
      // As in `consume`: who comes second waits for the first, and the code is gone then.
      const held = await db
        .updateTable('oauth_artefacts')
        .set({ user_code: userCode })
        .where('user_code', '=', userCode)
        .where('model', '=', model)
        .returningAll()
        .execute();
      const found = openFirst(held, { user_code: userCode, model });
      if (found === undefined) return undefined;
      const taken = { ...found, userCode: undefined };
      const row = rows.seal('oauth_artefacts', contentOf(taken));
      await db.updateTable('oauth_artefacts').set(row).where('id', '=', row.id).execute();
      return taken;
    },

    async put(artefact) {
      const row = rows.seal('oauth_artefacts', contentOf(artefact));
      const put = await db
        .insertInto('oauth_artefacts')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(row).where('oauth_artefacts.consumed_at', 'is', null),
        )
        .executeTakeFirst();
      return Number(put.numInsertedOrUpdatedRows) === 1;
    },

    async claim(artefact) {
      const row = rows.seal('oauth_artefacts', contentOf(artefact));
      // On both engines whoever comes second waits for the first to commit, and then finds its row.
      const claimed = await db
        .insertInto('oauth_artefacts')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return Number(claimed.numInsertedOrUpdatedRows) === 1;
    },

    async consume(model, hash, at) {
      const id = idOf(model, hash);
      // This write holds the row on both engines until the commit: whoever comes second sees what the first did.
      const held = await db
        .updateTable('oauth_artefacts')
        .set({ id })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      const found = open(held, id);
      if (found === undefined || found.consumedAt !== undefined) return false;
      const row = rows.seal('oauth_artefacts', contentOf({ ...found, consumedAt: at }));
      await db.updateTable('oauth_artefacts').set(row).where('id', '=', id).execute();
      return true;
    },

    async delete(model, hash) {
      const gone = await db
        .deleteFrom('oauth_artefacts')
        .where('id', '=', idOf(model, hash))
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },

    async deleteOf(connection) {
      const gone = await db
        .deleteFrom('oauth_artefacts')
        .where('connection_id', '=', connection)
        .executeTakeFirst();
      return Number(gone.numDeletedRows);
    },

    async deleteOfUser(user) {
      const gone = await db.deleteFrom('oauth_artefacts').where('user_id', '=', user).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },

    async deleteOfClient(client) {
      // The payload is the engine's own text, and an id stands nowhere else by chance.
      const gone = await db
        .deleteFrom('oauth_artefacts')
        .where('payload', 'like', `%${client}%`)
        .executeTakeFirst();
      return Number(gone.numDeletedRows);
    },

    async sweep(before) {
      const swept = await db
        .deleteFrom('oauth_artefacts')
        .where('expires_at', '<', before)
        .executeTakeFirst();
      return Number(swept.numDeletedRows);
    },
  };
}

/** What is under way is no act yet: it does without the head of the authority, and waits for none. */
export function artefactLedger(
  engine: { readonly writes: Kysely<Database>; readonly locksRows: boolean },
  rows: SealedRows,
): ArtefactLedger {
  const { writes } = engine;
  return {
    write: (work) => inTransaction(writes, (db) => work(artefactStore(db, rows))),
    async sweep(before) {
      const artefacts = await inTransaction(writes, (db) => artefactStore(db, rows).sweep(before));
      return artefacts + (await sweepTokens(engine, rows, before));
    },
  };
}

/**
 * Access tokens are facts: for them the head is taken, before any row, and accounted for. That they are gone need not
 * stand in the log, as their time is over anyway. Connections last: those that still have an access token stay.
 */
function sweepTokens(
  { writes, locksRows }: { readonly writes: Kysely<Database>; readonly locksRows: boolean },
  rows: SealedRows,
  before: Instant,
): Promise<number> {
  return inTransaction(writes, async (db) => {
    const head = await takeHead(db, locksRows);
    let swept = 0;
    for (const storeOn of [accessTokenStore, serviceTokenStore, connectionStore])
      swept += await storeOn(db, rows).sweep(before);
    await putHead(db, head);
    return swept;
  });
}

function idOf(model: string, hash: SecretHash): string {
  return `${model}:${hash}`;
}

function parseArtefact(row: OAuthArtefactRow): Artefact {
  return {
    model: row.model,
    hash: row.id.slice(row.model.length + 1) as SecretHash,
    connectionId: row.connection_id === null ? undefined : trustId(row.connection_id),
    userId: row.user_id === null ? undefined : trustId(row.user_id),
    userCode: row.user_code ?? undefined,
    uid: row.uid === null ? undefined : (row.uid as SecretHash),
    payload: row.payload,
    consumedAt: row.consumed_at === null ? undefined : instant(row.consumed_at),
    expiresAt: instant(row.expires_at),
  };
}

function contentOf(artefact: Artefact) {
  return {
    id: idOf(artefact.model, artefact.hash),
    model: artefact.model,
    connection_id: artefact.connectionId ?? null,
    user_id: artefact.userId ?? null,
    user_code: artefact.userCode ?? null,
    uid: artefact.uid ?? null,
    payload: artefact.payload,
    consumed_at: artefact.consumedAt ?? null,
    expires_at: artefact.expiresAt,
  };
}
