import { newId, type PermanentToken, type Random, type ServiceId, type UserId } from '@countersign/core';
import { systemClock } from '../../packages/server/src/platform/clock.ts';

/** A token as people make them: for some services, without an end, and not narrowed. */
export function crowdToken(
  index: number,
  hash: PermanentToken['hash'],
  owner: UserId,
  audience: readonly ServiceId[],
  random: Random,
): PermanentToken {
  return {
    kind: 'permanent-token',
    id: newId(random),
    hash,
    userId: owner,
    authorId: owner,
    name: `token ${index}`,
    description: undefined,
    audience,
    grant: undefined,
    ceiling: undefined,
    state: { kind: 'active' },
    createdAt: systemClock.now(),
    expiresAt: undefined,
  };
}
