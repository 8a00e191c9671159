import {
  type Caller,
  newTokenText,
  ok,
  type PermanentToken,
  type Secret,
  type SecretHash,
  type ServiceId,
  type UserId,
} from '@countersign/core';
import { bulkRandom } from './bulk-random.ts';
import { crowdToken } from './crowd-token.ts';
import { openStoreIn } from './open-store.ts';

export interface TokenCrowdOptions {
  readonly dataDirectory: string;
  /** Absent: the SQLite file in the data directory. */
  readonly databaseUrl?: string | undefined;
  readonly count: number;
  /** Who gets the next token, and for which services. */
  readonly ownerOf: (index: number) => UserId;
  readonly audienceOf: (index: number) => readonly ServiceId[];
  /** How many of the tokens, spread over all, are answered with their text. */
  readonly keep: number;
  readonly report?: (made: number) => void;
}

export interface KeptToken {
  readonly index: number;
  readonly secret: Secret;
  readonly token: PermanentToken;
}

/** As many as one statement for their audit events can hold, with room to spare. */
const batchSize = 1_000;

const caller: Caller = { actor: { kind: 'system' }, origin: { requestId: 'token crowd' } };

/**
 * Makes many valid permanent tokens straight through the store of a stopped authority, each sealed and with its
 * audit event, a thousand to a transaction. They differ from those made over REST in nothing but their maker, and
 * are written in the order of their hashes: the table is kept in that order, and is then filled page by page.
 */
export async function makeTokenCrowd(options: TokenCrowdOptions): Promise<readonly KeptToken[]> {
  const { count, keep, report } = options;
  const { store, digest } = await openStoreIn(options.dataDirectory, { databaseUrl: options.databaseUrl });
  const random = bulkRandom();
  const keepEvery = Math.max(1, Math.floor(count / keep));
  const kept: KeptToken[] = [];
  try {
    const drafts = Array.from({ length: count }, (_, index) => draft(index));
    drafts.sort((one, other) => (one.hash < other.hash ? -1 : 1));
    for (let from = 0; from < count; from += batchSize) {
      const batch = drafts.slice(from, from + batchSize).map(make);
      await store.change<void>(async (tables) => {
        for (const { token } of batch) await tables.permanentTokens.insert(token);
        const [first, ...rest] = batch.map(({ token }) => issuedEvent(token));
        if (first === undefined) throw new Error('a batch is never empty');
        return ok({ value: undefined, events: [first, ...rest], touched: [] });
      });
      kept.push(...batch.filter(({ index }) => index % keepEvery === 0));
      report?.(from + batch.length);
    }
    return kept.sort((one, other) => one.index - other.index).slice(0, keep);
  } finally {
    await store.close();
  }

  function draft(index: number): Draft {
    const secret = newTokenText('permanentToken', random);
    return { index, secret, hash: digest.secret(secret) };
  }

  function make({ index, secret, hash }: Draft): KeptToken {
    const token = crowdToken(index, hash, options.ownerOf(index), options.audienceOf(index), random);
    return { index, secret, token };
  }
}

interface Draft {
  readonly index: number;
  readonly secret: Secret;
  readonly hash: SecretHash;
}

function issuedEvent(token: PermanentToken) {
  return {
    kind: 'permanent-token.issued',
    at: token.createdAt,
    caller,
    subject: token.userId,
    target: { kind: 'permanent-token', id: token.id, name: token.name },
    details: { audience: token.audience },
  } as const;
}
