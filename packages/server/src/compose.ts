import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  authorityServiceId,
  ChainWatch,
  type Clock,
  type ForgedRow,
  ForwardClock,
  FreshFacts,
  foundAuthority,
  type Random,
  RefusalBudget,
  RefusedChecks,
  RefusedRedirects,
  type Secret,
  SessionClock,
  type Store,
  TokenMemory,
  UseLedger,
} from '@countersign/core';
import { openStore } from '@countersign/store';
import type { Authority } from './authority.ts';
import type { Settings } from './config/settings.ts';
import { SigningKeys } from './oauth/signing-keys.ts';
import { systemClock } from './platform/clock.ts';
import { createDigest, hmacSha1 } from './platform/digest.ts';
import { createFirstGuesses } from './platform/first-guesses.ts';
import { type KeyRing, openKeyRing } from './platform/key-ring.ts';
import { createPasskeyVerifier } from './platform/passkey-verifier.ts';
import { createPasswordHasher } from './platform/password-hasher.ts';
import { systemRandom } from './platform/random.ts';
import { relyingPartyOf } from './platform/relying-party.ts';
import { scratchFile } from './platform/scratch-file.ts';
import { ProofNonces } from './possession/proof-nonces.ts';

/**
 * The composition root: reads like a parts list. Everything that the core takes as a port is chosen here and
 * nowhere else.
 */
export interface Composition extends WorkingParts {
  /** Present as long as nobody has made the first administrator. */
  readonly setUpCode: Secret | undefined;
}

/** What a process needs to answer requests. */
export interface WorkingParts {
  readonly authority: Authority;
  readonly tokenMemory: TokenMemory;
  /** Rows found changed by hand, waiting to be recorded. */
  readonly forgedRows: ForgedRow[];
  /** What the authority goes by. */
  readonly clock: ForwardClock;
}

/** Time and chance. They are the system's, unless somebody composes an authority to show or to test it. */
export interface Platform {
  readonly clock: Clock;
  readonly random: Random;
}

/** Those that are asked for often; the rest are records in a scratch file. */
const tokensAsObjects = 5_000;

/** Ten million and some, of all workers together: up to 1.2 GB of scratch, and 140 MB of memory for where they are. */
const tokensAsRecords = 11 * 2 ** 20;

const system: Platform = { clock: systemClock, random: systemRandom };

export async function compose(settings: Settings, platform: Platform = system): Promise<Composition> {
  // A database that is there was sealed under a ring that should be there too; a new one could not open it.
  const isNew = isRemote(settings) || !existsSync(databaseFile(settings));
  const composition = await composeOn(settings, platform, isNew);
  const { authority } = composition;
  try {
    const founded = await foundAuthority(authority);
    return { ...composition, setUpCode: founded.ok ? founded.value : undefined };
  } catch (error) {
    await authority.store.close();
    throw error;
  }
}

/** One more process on what another one has founded: it makes nothing, and prints no second set-up code. */
export function composeBeside(settings: Settings): Promise<WorkingParts> {
  return composeOn(settings, system, false);
}

async function composeOn(settings: Settings, platform: Platform, isNew: boolean): Promise<WorkingParts> {
  const { random } = platform;
  const clock = new ForwardClock(platform.clock);
  const forgedRows: ForgedRow[] = [];
  const { store, digest, seedCipher, signingKeyCipher } = await openParts(
    settings,
    platform,
    isNew,
    (row) => void forgedRows.push(row),
  );
  try {
    const relyingParty = relyingPartyOf(settings.publicUrl);
    const signingKeys = await SigningKeys.open({ clock, random, store, signingKeyCipher });
    const tokenMemory = new TokenMemory({
      size: tokensAsObjects,
      scratch: scratchFile(settings.data.directory),
      capacity: Math.floor(tokensAsRecords / settings.workers),
    });
    const authority: Authority = {
      settings,
      clock,
      random,
      digest,
      passwordHasher: createPasswordHasher(
        random,
        settings.signIn,
        createFirstGuesses(settings.publicUrl.href),
      ),
      hmacSha1,
      seedCipher,
      signingKeys,
      proofNonces: new ProofNonces(digest),
      passkeyVerifier: createPasskeyVerifier(relyingParty),
      relyingParty,
      limits: settings.sessions,
      store,
      // Only a store behind a network is worth being behind of.
      facts: new FreshFacts(
        store.facts,
        undefined,
        isRemote(settings) ? () => performance.now() : undefined,
        tokenMemory,
      ),
      uses: new UseLedger(store.uses),
      sessionClock: new SessionClock(store.sessionUses),
      refusedChecks: new RefusedChecks(store.refusedChecks),
      refusedRedirects: new RefusedRedirects(store.refusedRedirects, random),
      refusalBudget: new RefusalBudget(),
      chainWatch: new ChainWatch({ log: store.audit, digest, clock }),
    };
    await checkKeyRingFits(store);
    return { authority, tokenMemory, forgedRows, clock };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The parts that commands beside a running authority need. */
export type ExistingAuthority = Pick<Authority, 'settings' | 'clock' | 'random' | 'digest' | 'store'> &
  Pick<KeyRing, 'signingKeyCipher'>;

/** Opens what an authority has left behind; makes no key ring, and no database where there is none. */
export async function composeExisting(settings: Settings): Promise<ExistingAuthority> {
  const file = databaseFile(settings);
  if (!isRemote(settings) && !existsSync(file))
    throw new Error(`there is no database ${file}; run this where the authority runs, with its settings`);
  const { store, digest, signingKeyCipher } = await openParts(settings, system, false, () => undefined);
  return { settings, ...system, digest, store, signingKeyCipher };
}

function isRemote({ database }: Settings): boolean {
  return database.url !== undefined;
}

function databaseFile({ data }: Settings): string {
  return join(data.directory, 'countersign.db');
}

async function openParts(
  settings: Settings,
  platform: Platform,
  makeIfAbsent: boolean,
  onForged: (row: ForgedRow) => void,
): Promise<Pick<Authority, 'store' | 'digest' | 'seedCipher'> & Pick<KeyRing, 'signingKeyCipher'>> {
  const keyRing = openKeyRing(settings.keyRing.file, { ...platform, makeIfAbsent });
  const digest = createDigest(keyRing);
  const store = await openStore({
    databaseUrl: settings.database.url?.reveal(),
    file: databaseFile(settings),
    seal: keyRing.rowSeal,
    digest,
    onForged,
  });
  const { seedCipher, signingKeyCipher } = keyRing;
  return { store, digest, seedCipher, signingKeyCipher };
}

/** The authority's own row was sealed when it was founded: a key ring that cannot verify it is another one. */
export async function checkKeyRingFits(store: Store): Promise<void> {
  const isFounded = (await store.audit.head()).number > 0;
  if (!isFounded || (await store.tables.services.find(authorityServiceId)) !== undefined) return;
  throw new Error(
    'the key ring does not fit the database: restore the key file that was made with it (keyRing.file), or start on an empty database',
  );
}
