import { join } from 'node:path';
import {
  type ApprovedScope,
  type Caller,
  type Connection,
  declaredBy,
  instant,
  newId,
  newTokenText,
  ok,
  readMeaning,
  type ServiceId,
  type UserId,
} from '@countersign/core';
import { openStoreIn } from '../../../../test/faults/open-store.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import type { Authority } from '../../src/authority.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { done } from './open-house.ts';

const caller: Caller = { actor: { kind: 'system' }, origin: { requestId: 'by hand' } };

export interface Connected {
  readonly connectionId: Connection['id'];
  readonly scopeId: ApprovedScope['id'];
  readonly token: string;
}

export interface WhoConnects {
  readonly userId: string;
  readonly clientId: string;
  readonly audience: readonly string[];
}

/** The same past an authority that runs in another process, through the store in its data folder. */
export async function connectIn(dataFolder: string, who: WhoConnects): Promise<Connected> {
  const { store, digest } = await openStoreIn(join(dataFolder, 'data'));
  try {
    return await connect({ clock: systemClock, random: systemRandom, digest, store }, who);
  } finally {
    await store.close();
  }
}

/** Lets a service act for somebody, as if they had agreed a moment ago. */
export async function connect(
  { clock, digest, random, store }: Pick<Authority, 'clock' | 'digest' | 'random' | 'store'>,
  who: WhoConnects,
): Promise<Connected> {
  const secret = newTokenText('accessToken', random);
  const at = clock.now();
  const audience = who.audience as ServiceId[];
  const same = {
    userId: who.userId as UserId,
    clientId: who.clientId as ServiceId,
    audience,
    openIdScope: ['openid'],
    declared: declaredBy((await readMeaning(store.tables)).catalog, audience),
  };
  const connection: Connection = {
    ...same,
    id: newId(random),
    state: { kind: 'active' },
    createdAt: at,
    authenticatedAt: instant(at - 1_000),
    expiresAt: instant(at + 86_400_000),
    isOffline: true,
    madeWith: undefined,
  };
  const scope: ApprovedScope = { ...same, id: newId(random), grantedAt: at };
  const written = await store.change(async (tables) => {
    await tables.approvedScopes.put(scope);
    await tables.connections.insert(connection);
    await tables.accessTokens.insert({
      ...same,
      kind: 'access-token',
      id: newId(random),
      hash: digest.secret(secret),
      connectionId: connection.id,
      keyThumbprint: undefined,
      state: { kind: 'active' },
      createdAt: at,
      expiresAt: instant(at + 3_600_000),
    });
    const target = { kind: 'connection', id: connection.id, name: 'a service' } as const;
    const event = { kind: 'connection.made', at, caller, subject: same.userId, target } as const;
    return ok({ value: undefined, events: [event], touched: [] });
  });
  done(written);
  return { connectionId: connection.id, scopeId: scope.id, token: rememberSecret(secret.reveal()) };
}
