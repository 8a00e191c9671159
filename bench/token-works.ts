import { join } from 'node:path';
import { authorityServiceId, issuePermanentToken, type Store } from '@countersign/core';
import { openStore } from '@countersign/store';
import { fixedClock, noon } from '../packages/core/test/platform.ts';
import { arriveInSession, openSession } from '../packages/core/test/worlds/arrive.ts';
import { insertWorld } from '../packages/core/test/worlds/insert-world.ts';
import { founder, plainStart } from '../packages/core/test/worlds/start.ts';
import { systemClock } from '../packages/server/src/platform/clock.ts';
import { createDigest } from '../packages/server/src/platform/digest.ts';
import { openKeyRing } from '../packages/server/src/platform/key-ring.ts';
import { systemRandom } from '../packages/server/src/platform/random.ts';

export interface TokenWorks {
  readonly store: Store;
  /** Issues one permanent token, by the core, in one change. */
  issue(): Promise<void>;
}

export interface WorksPlace {
  readonly folder: string;
  /** Where PostgreSQL is; absent for SQLite in the folder. */
  readonly databaseUrl: string | undefined;
  readonly onQuery: (sql: string) => void;
}

/** A store with one administrator, whose session issues a token whenever it is asked to. */
export async function openTokenWorks({ folder, databaseUrl, onQuery }: WorksPlace): Promise<TokenWorks> {
  const ports = { clock: systemClock, random: systemRandom };
  const keyRing = openKeyRing(join(folder, 'keys.json'), { ...ports, makeIfAbsent: true });
  const digest = createDigest(keyRing);
  const store = await openStore({
    databaseUrl,
    file: join(folder, 'countersign.db'),
    seal: keyRing.rowSeal,
    digest,
    onForged: ({ table, id }) => {
      throw new Error(`the row ${id} of ${table} is forged`);
    },
    onQuery,
  });
  await insertWorld(store, plainStart);
  await openSession(store, '8-0', founder);
  const caller = await arriveInSession(store, '8-0', founder);
  const issuing = { clock: fixedClock(noon), random: systemRandom, digest, store };
  const input = {
    ownerId: caller.actor.userId,
    name: 'build',
    description: undefined,
    audience: [authorityServiceId],
    expiresAt: undefined,
    narrowing: undefined,
  };
  return {
    store,
    async issue() {
      const issued = await issuePermanentToken(issuing, caller, input);
      if (!issued.ok) throw new Error(`a token was refused: ${issued.refusal.kind}`);
    },
  };
}
