import {
  approveScope,
  type Caller,
  lookByDeviceCode,
  ok,
  type Result,
  refuse,
  type UserActor,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { answerDevice, approvalOf, denial, noDevice } from './answer-device.ts';
import { agreedWords } from './approved-grant.ts';
import { type DeviceRequest, findDevice } from './find-device.ts';

/**
 * The devices that wait for somebody, by the code that each shows. One that is unknown, answered or too old looks the
 * same, and looking for one is throttled (RFC 8628 §5.1).
 */
export interface DeviceRequests {
  find(visitor: Caller<UserActor>, code: string): Promise<Result<DeviceRequest>>;
  /** Lets the device have its tokens when it asks next. Of two who answer, one does. */
  approve(visitor: Caller<UserActor>, code: string): Promise<Result<DeviceRequest>>;
  deny(visitor: Caller<UserActor>, code: string): Promise<Result<DeviceRequest>>;
}

export function deviceRequests(authority: Authority): DeviceRequests {
  const find: DeviceRequests['find'] = async ({ actor, origin: { address } }, code) => {
    const guesser = { userId: actor.userId, address };
    const looked = await lookByDeviceCode(authority, guesser, () => findDevice(authority, code));
    if (!looked.ok) return looked;
    if (looked.value !== undefined) return ok(looked.value);
    authority.refusedChecks.note('device-code-unknown', address, authority.clock.now());
    return refuse(noDevice);
  };
  return {
    find,
    async approve(visitor, code) {
      const found = await find(visitor, code);
      if (!found.ok) return found;
      const { client, services, isOffline } = found.value;
      const openIdScope = agreedWords(found.value.openIdScope, isOffline);
      const audience = services.map(({ id }) => id);
      const approved = await approveScope(authority, visitor, { client: client.id, audience, openIdScope });
      if (!approved.ok) return approved;
      return answerDevice(authority, found.value, await approvalOf(authority, found.value, visitor.actor));
    },
    async deny(visitor, code) {
      const found = await find(visitor, code);
      return found.ok ? answerDevice(authority, found.value, denial) : found;
    },
  };
}
