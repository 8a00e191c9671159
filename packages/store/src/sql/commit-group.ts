import { AsyncResource } from 'node:async_hooks';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { ok, type Result } from '@countersign/core';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { SavepointLost, savepointsIn } from './savepoint.ts';
import { inTransaction } from './transaction.ts';

/** How many share one commit. PostgreSQL keeps 64 savepoints of a transaction at hand; past that, all readers pay. */
const membersMax = 64;

/** Nobody else is let in after this: whoever was first waits for the last, and other processes wait for all. */
const millisecondsMax = 250;

/** What one member does: goes on from where the one before it left off, and says where that is now. */
export type Work<Head, Value> = (
  db: Kysely<Database>,
  head: Head,
) => Promise<Result<{ readonly value: Value; readonly head: Head }>>;

/** How a group begins and ends: from where the last one left off, held until the commit, to where this one did. */
export interface GroupEnds<Head> {
  take(db: Kysely<Database>): Promise<Head>;
  put(db: Kysely<Database>, head: Head): Promise<void>;
}

/**
 * Groups changes that wait for each other anyway: while one group is on its way to the disk, the next gathers, and
 * is then one transaction with one flush. In it the members follow one another, each sees what those before it wrote,
 * and one that is refused or throws is taken back alone, as if it had never come.
 *
 * Nobody is answered before the outcome of the whole is known, not even with a refusal: it may rest on what another
 * member wrote. When the commit fails, or nobody knows whether it did, that is the answer to every member.
 */
export class CommitGroups<Head extends object> {
  readonly #db: Kysely<Database>;
  readonly #ends: GroupEnds<Head>;
  readonly #waiting: Member<Head>[] = [];
  #isCommitting = false;

  constructor(db: Kysely<Database>, ends: GroupEnds<Head>) {
    this.#db = db;
    this.#ends = ends;
  }

  /** Does the work in the next group that has room. Resolves after its commit is durable. */
  join<Value>(work: Work<Head, Value>): Promise<Result<Value>> {
    const { promise, resolve, reject } = Promise.withResolvers<Result<Value>>();
    // Whoever began the group runs it; each member's work still belongs to the request that it came with.
    const workHere = AsyncResource.bind(work);
    this.#waiting.push({
      async run(db, head) {
        const result = await workHere(db, head);
        if (!result.ok) return { answer: () => resolve(result) };
        return { head: result.value.head, answer: () => resolve(ok(result.value.value)) };
      },
      fail: reject,
    });
    if (!this.#isCommitting) void this.#commitAll();
    return promise;
  }

  async #commitAll(): Promise<void> {
    this.#isCommitting = true;
    await this.#commitNext();
    while (this.#waiting.length > 0) {
      // Whoever else writes, here or in another process, gets a chance between two groups.
      await endOfTurn();
      await this.#commitNext();
    }
    this.#isCommitting = false;
  }

  /** Never throws: what goes wrong is told to those whom it concerns. */
  async #commitNext(): Promise<void> {
    const members: Member<Head>[] = [];
    try {
      const { turns } = await inTransaction(
        this.#db,
        (transaction) => this.#runNext(transaction, members),
        ({ isKept }) => isKept,
      );
      for (const { answer } of turns) answer();
    } catch (error) {
      // Where it never began, those who wait would only wait as long again for the same.
      const concerned = members.length > 0 ? members : this.#waiting.splice(0);
      for (const { fail } of concerned) fail(error);
    }
  }

  /** Runs those who wait by now, as far as there is room, and moves them to the members as each begins. */
  async #runNext(transaction: Transaction<Database>, members: Member<Head>[]) {
    let head: Head = await this.#ends.take(transaction);
    const startedAt = performance.now();
    const group = this.#waiting.slice(0, membersMax);
    // Whoever is alone needs no savepoint: what they are taken back to is the beginning.
    const run: Run<Head> = group.length === 1 ? runAlone(transaction) : runAmongOthers(transaction);
    const turns: Turn<Head>[] = [];
    for (const member of group) {
      if (turns.length > 0 && performance.now() - startedAt > millisecondsMax) break;
      this.#waiting.shift();
      members.push(member);
      const turn = await run(member, head);
      turns.push(turn);
      head = turn.head ?? head;
    }
    const isKept = turns.some((turn) => turn.head !== undefined);
    if (isKept) await this.#ends.put(transaction, head);
    return { turns, isKept };
  }
}

interface Member<Head> {
  run(db: Kysely<Database>, head: Head): Promise<Turn<Head>>;
  fail(error: unknown): void;
}

/** What came of one member, if the whole is committed. */
interface Turn<Head> {
  /** Where it left off; absent where none of it is to be kept. */
  readonly head?: Head;
  answer(): void;
}

type Run<Head> = (member: Member<Head>, head: Head) => Promise<Turn<Head>>;

function runAlone<Head>(transaction: Transaction<Database>): Run<Head> {
  return (member, head) => member.run(transaction, head);
}

function runAmongOthers<Head>(transaction: Transaction<Database>): Run<Head> {
  const savepoints = savepointsIn(transaction);
  return async (member, head) => {
    try {
      return await inTransaction(
        savepoints,
        (db) => member.run(db, head),
        (turn) => turn.head !== undefined,
      );
    } catch (error) {
      if (error instanceof SavepointLost) throw error;
      return { answer: () => member.fail(error) };
    }
  };
}
