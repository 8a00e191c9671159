import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AuditHead,
  type ChainFault,
  ChainVerifier,
  genesis,
  linkEvent,
  ok,
  type Store,
} from '@countersign/core';
import { anEvent, aStoredUser } from './builders.ts';
import { digest, type FreshStore, type OpenFreshStore } from './fresh-store.ts';

async function faultOf(store: Store, known: readonly AuditHead[] = []): Promise<ChainFault | undefined> {
  const verifier = new ChainVerifier({ log: store.audit, digest }, known);
  while (await verifier.step(4));
  return verifier.fault;
}

/** A store with ten events. */
async function openWritten(open: OpenFreshStore, t: Parameters<OpenFreshStore>[0]): Promise<FreshStore> {
  const fresh = await open(t);
  for (let i = 0; i < 10; i++) await aStoredUser(fresh.store);
  return fresh;
}

async function headAt(store: Store, number: number): Promise<AuditHead> {
  const event = await store.audit.find(number);
  return { number, hash: event?.hash ?? '' };
}

/** Writes the head row as if the log had always ended there. */
async function fitHead({ damage }: FreshStore, { number, hash }: AuditHead): Promise<void> {
  await damage('update authority_head set audit_number = ?, audit_hash = ?', number, hash);
}

/** Writes every event anew, each with a hash that fits: what somebody can do who has the database alone. */
async function recompute(fresh: FreshStore): Promise<void> {
  let last = genesis;
  for (let i = 0; i < 10; i++) {
    const event = linkEvent(last, anEvent({ kind: 'session.started' }), digest);
    await fresh.damage(
      'update audit_events set kind = ?, text = ?, previous_hash = ?, hash = ?, request_id = ? where number = ?',
      event.kind,
      event.text,
      event.previousHash,
      event.hash,
      event.requestId ?? null,
      event.number,
    );
    last = { number: event.number, hash: event.hash };
  }
  await fitHead(fresh, last);
}

const columns: Readonly<Record<string, string | number>> = {
  at: 7,
  kind: 'user.banned',
  actor: 'anonymous',
  subject_id: 'somebody',
  target_kind: 'user',
  target_id: 'somebody',
  credential_id: 'something',
  address: '192.0.2.1',
  request_id: 'another',
};

export function auditTamperingContract(open: OpenFreshStore): void {
  describe('in an audit log that somebody with the database wrote to, verification finds', () => {
    test('nothing, as long as nobody did', async (t) => {
      const { store } = await openWritten(open, t);
      assert.equal(await faultOf(store, [await headAt(store, 3), await headAt(store, 10)]), undefined);
    });

    const harms: Readonly<Record<string, readonly [sql: string, ChainFault]>> = {
      'a planted edit': [
        `update audit_events set text = replace(text, 'system', 'nobody') where number = 5`,
        { kind: 'unfit', brokenAt: 5 },
      ],
      'a deletion in the middle': [
        'delete from audit_events where number = 5',
        { kind: 'unfit', brokenAt: 5 },
      ],
      'a deletion of the first events': [
        'delete from audit_events where number < 3',
        { kind: 'unfit', brokenAt: 1 },
      ],
      'a deletion at the end': [
        'delete from audit_events where number > 8',
        { kind: 'ends-early', brokenAt: 9, known: 10 },
      ],
      'an event put behind the end': [
        `insert into audit_events (number, at, kind, text, previous_hash, hash)
          select number + 1, at, kind, text, hash, hash from audit_events where number = 10`,
        { kind: 'unfit', brokenAt: 11 },
      ],
      'a head that names an earlier end': [
        'update authority_head set audit_number = 9',
        { kind: 'rewritten', brokenAt: 1, known: 9 },
      ],
    };
    for (const [what, [sql, fault]] of Object.entries(harms)) {
      test(what, async (t) => {
        const { store, damage } = await openWritten(open, t);
        await damage(sql);
        assert.deepEqual(await faultOf(store), fault);
      });
    }

    test('an edit of any column by which events are searched', async (t) => {
      const { store, damage } = await openWritten(open, t);
      for (const [column, value] of Object.entries(columns)) {
        const [before] = await store.audit.listAfter(4, 1);
        await damage(`update audit_events set ${column} = ? where number = 5`, value);
        assert.deepEqual(await faultOf(store), { kind: 'unfit', brokenAt: 5 }, column);
        const kept: Readonly<Record<string, string | number | null>> = {
          at: before?.at ?? 0,
          kind: before?.kind ?? '',
          actor: before?.actor ?? null,
          target_kind: before?.targetKind ?? null,
          request_id: before?.requestId ?? null,
        };
        await damage(`update audit_events set ${column} = ? where number = 5`, kept[column] ?? null);
        assert.equal(await faultOf(store), undefined, `${column} put back`);
      }
    });

    test('two events that changed places, whether or not their numbers were made to fit', async (t) => {
      const { store, damage } = await openWritten(open, t);
      await damage('update audit_events set number = 100 where number = 5');
      await damage('update audit_events set number = 5 where number = 6');
      await damage('update audit_events set number = 6 where number = 100');
      assert.deepEqual(await faultOf(store), { kind: 'unfit', brokenAt: 5 });
    });

    test('an insertion', async (t) => {
      const { store, damage } = await openWritten(open, t);
      for (let number = 10; number >= 5; number--) {
        await damage('update audit_events set number = ? where number = ?', number + 1, number);
      }
      await damage(`insert into audit_events
          (number, at, kind, text, previous_hash, hash, actor, target_kind, request_id)
        select 5, at, kind, text, previous_hash, hash, actor, target_kind, request_id
          from audit_events where number = 6`);
      const fault = await faultOf(store);
      assert.deepEqual(fault, { kind: 'unfit', brokenAt: 6 });
    });

    test('an end that was cut off with the head row made to fit, given a checkpoint', async (t) => {
      const fresh = await openWritten(open, t);
      const { store, damage } = fresh;
      const [before, after] = [await headAt(store, 8), await headAt(store, 9)];
      await damage('delete from audit_events where number > 8');
      await fitHead(fresh, before);
      assert.equal(await faultOf(store), undefined, 'without a checkpoint there is nothing to hold it to');
      assert.equal(await faultOf(store, [before]), undefined, 'nor with one from before the cut');
      assert.deepEqual(await faultOf(store, [before, after]), { kind: 'ends-early', brokenAt: 9, known: 9 });
      await store.change(async () =>
        ok({ value: undefined, events: [anEvent({ kind: 'user.banned' })], touched: [] }),
      );
      assert.deepEqual(await faultOf(store, [before, after]), { kind: 'rewritten', brokenAt: 9, known: 9 });
    });

    test('a chain that was written anew from its first event, given a checkpoint', async (t) => {
      const fresh = await openWritten(open, t);
      const checkpoint = await headAt(fresh.store, 4);
      await recompute(fresh);
      assert.equal(await faultOf(fresh.store), undefined, 'by itself it fits');
      assert.deepEqual(await faultOf(fresh.store, [checkpoint]), {
        kind: 'rewritten',
        brokenAt: 1,
        known: 4,
      });
    });

    test('a log that was emptied', async (t) => {
      const fresh = await openWritten(open, t);
      await fresh.damage('delete from audit_events');
      await fitHead(fresh, genesis);
      assert.deepEqual(await faultOf(fresh.store), { kind: 'empty', brokenAt: 1 });
    });

    test('what was written there even where no number of ours could stand', async (t) => {
      const { store, damage } = await openWritten(open, t);
      await damage('update audit_events set at = 9223372036854775807 where number = 5');
      assert.deepEqual(await faultOf(store), { kind: 'unfit', brokenAt: 5 });
      assert.equal((await store.audit.list({}, { skip: 0, top: 100 })).items.length, 10);
    });
  });
}
