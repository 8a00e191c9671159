import type { UserId } from '../kernel/id.ts';
import { sourceNetwork } from '../kernel/source-network.ts';
import { type AttemptCounts, type AttemptPorts, admitAttempt, takeAttemptBack } from './attempt-counts.ts';
import { deviceCodeRule, everybodysDeviceCodesRule, sourceRule } from './throttle.ts';

/** How long the code of a device is good. */
export const deviceCodeSeconds = 600;

/**
 * Looks for a device by the code that somebody typed, who is signed in. Each look is counted before it is taken: by
 * account, by source, and for everybody together in the time that one code lives. What was found is no guess.
 */
export async function lookByDeviceCode<Found>(
  ports: AttemptPorts,
  { userId, address }: { readonly userId: UserId; readonly address: string | undefined },
  look: () => Promise<Found | undefined>,
) {
  const counts = countsOf(ports, userId, address);
  const admitted = await admitAttempt(ports, counts);
  if (!admitted.ok) return admitted;
  const found = await look();
  if (found !== undefined) await takeAttemptBack(ports, counts);
  return { ok: true, value: found } as const;
}

function countsOf(
  { digest, clock }: AttemptPorts,
  userId: UserId,
  address: string | undefined,
): AttemptCounts {
  const keyOf = (...parts: readonly string[]) => digest.keyed('device code', JSON.stringify(parts));
  // A code lives through two of these windows at most.
  const window = Math.floor(clock.now() / (deviceCodeSeconds * 1_000));
  return [
    [keyOf('account', userId), deviceCodeRule],
    [keyOf('source', sourceNetwork(address)), sourceRule],
    [keyOf('everybody', String(window)), everybodysDeviceCodesRule],
  ];
}
