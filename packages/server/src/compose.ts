import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  authorityServiceId,
  type Clock,
  type ForgedRow,
  FreshFacts,
  foundAuthority,
  type Random,
  RefusedChecks,
  type Secret,
  SessionClock,
  type Store,
  UseLedger,
} from '@countersign/core';
import { openStore } from '@countersign/store';
import type { Authority } from './authority.ts';
import type { Settings } from './config/settings.ts';
import { systemClock } from './platform/clock.ts';
import { createDigest } from './platform/digest.ts';
import { openKeyRing } from './platform/key-ring.ts';
import { createPasswordHasher } from './platform/password-hasher.ts';
import { systemRandom } from './platform/random.ts';

/**
 * The composition root: reads like a parts list. Everything that the core takes as a port is chosen here and
 * nowhere else.
 */
export interface Composition {
  readonly authority: Authority;
  /** Present as long as nobody has made the first administrator. */
  readonly setUpCode: Secret | undefined;
  /** Rows found changed by hand, waiting to be recorded. */
  readonly forgedRows: ForgedRow[];
}

/** Time and chance. They are the system's, unless somebody composes an authority to show or to test it. */
export interface Platform {
  readonly clock: Clock;
  readonly random: Random;
}

const system: Platform = { clock: systemClock, random: systemRandom };

export async function compose(settings: Settings, platform: Platform = system): Promise<Composition> {
  const { clock, random } = platform;
  const file = join(settings.data.directory, 'countersign.db');
  const databaseUrl = settings.database.url?.reveal();
  const keyRing = openKeyRing(settings.keyRing.file, {
    clock,
    random,
    // A database that is there was sealed under a ring that should be there too; a new one could not open it.
    makeIfAbsent: databaseUrl !== undefined || !existsSync(file),
  });
  const digest = createDigest(keyRing);
  const forgedRows: ForgedRow[] = [];
  const onForged = (row: ForgedRow) => void forgedRows.push(row);
  const store = await openStore({ databaseUrl, file, seal: keyRing.rowSeal, digest, onForged });
  try {
    const authority: Authority = {
      settings,
      clock,
      random,
      digest,
      passwordHasher: createPasswordHasher(random, settings.signIn),
      limits: settings.sessions,
      store,
      facts: new FreshFacts(store.facts),
      uses: new UseLedger(store.uses),
      sessionClock: new SessionClock(store.sessionUses),
      refusedChecks: new RefusedChecks(store.refusedChecks),
    };
    await checkKeyRingFits(store);
    const founded = await foundAuthority(authority);
    return { authority, setUpCode: founded.ok ? founded.value : undefined, forgedRows };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The authority's own row was sealed when it was founded: a key ring that cannot verify it is another one. */
async function checkKeyRingFits(store: Store): Promise<void> {
  const isFounded = (await store.audit.head()).number > 0;
  if (!isFounded || (await store.tables.services.find(authorityServiceId)) !== undefined) return;
  throw new Error(
    'the key ring does not fit the database: restore the key file that was made with it (keyRing.file), or start on an empty database',
  );
}
