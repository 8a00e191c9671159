import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is there; fails when it does not come in time. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
  secondsMax: number = 20,
): Promise<Value> {
  const deadline = performance.now() + secondsMax * 1_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`within ${secondsMax} seconds there was not ${what}`);
    await pause(10);
  }
}
