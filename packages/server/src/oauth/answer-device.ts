import {
  type Artefact,
  type ConnectionId,
  deviceCodeSeconds,
  hasPassed,
  instant,
  later,
  newId,
  notFound,
  ok,
  type Result,
  refuse,
  Secret,
  type UserActor,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { declaredNow } from './approved-grant.ts';
import { engineScopeOf, grantOf, secondsOf, storedPayload } from './engine-adapter.ts';
import { type DeviceRequest, devicePayload } from './find-device.ts';
import { userCodeKey } from './user-code.ts';

/** What was answered to a device. */
export interface DeviceAnswer {
  /** What the engine finds when the device asks next, beside what it asked for. */
  readonly says: object;
  /** What it may have its tokens for. */
  readonly grant?: Artefact & Required<Pick<Artefact, 'connectionId' | 'userId'>>;
}

export const noDevice = notFound('code');

export const denial: DeviceAnswer = {
  says: { error: 'access_denied', errorDescription: 'the user said no' },
};

/** The answer that lets a device have a connection of its own, as a code of a browser does. */
export async function approvalOf(
  authority: Authority,
  request: DeviceRequest,
  { userId, via }: UserActor,
): Promise<DeviceAnswer> {
  const { random, clock, digest } = authority;
  const id = newId<ConnectionId>(random);
  const createdAt = clock.now();
  const audience = request.services.map((service) => service.id);
  const authenticatedAt = (via.kind === 'session' ? via.authenticatedAt : undefined) ?? instant(0);
  // It waits for the device to ask, and for no longer than its code lives.
  const expiresAt = later(createdAt, deviceCodeSeconds * 1_000);
  const { openIdScope, client, isOffline, asked } = request;
  const engine = grantOf({ id, userId, clientId: client.id, openIdScope, audience, createdAt, expiresAt });
  const declared = await declaredNow(authority, audience);
  const says = {
    accountId: userId,
    grantId: id,
    authTime: secondsOf(authenticatedAt),
    scope: engineScopeOf({ openIdScope, audience }),
  };
  return {
    says,
    grant: {
      model: 'Grant',
      hash: digest.secret(new Secret(id)),
      connectionId: id,
      userId,
      userCode: undefined,
      uid: undefined,
      payload: storedPayload(engine, id, { audience, declared, isOffline, authenticatedAt, asked }),
      consumedAt: undefined,
      expiresAt,
    },
  };
}

/** Writes the answer, once: whoever comes second finds no device under the code. */
export async function answerDevice(
  authority: Authority,
  request: DeviceRequest,
  { says, grant }: DeviceAnswer,
): Promise<Result<DeviceRequest>> {
  const key = userCodeKey(authority, request.code);
  return authority.store.artefacts.write(async (artefacts) => {
    const taken = await artefacts.takeUserCode('DeviceCode', key);
    if (taken === undefined || hasPassed(taken.expiresAt, authority.clock.now())) return refuse(noDevice);
    await artefacts.put({
      ...taken,
      payload: storedPayload({ ...devicePayload(taken), ...says }, taken.hash),
      connectionId: grant?.connectionId,
      userId: grant?.userId,
    });
    if (grant !== undefined) await artefacts.put(grant);
    return ok(request);
  });
}
