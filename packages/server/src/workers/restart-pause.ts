/** Whoever lived for less than this, died at once. */
const shortLifeMilliseconds = 10_000;

const firstPauseMilliseconds = 250;
const pauseMillisecondsMax = 30_000;

/** What follows from the death of a worker. */
export interface Restart {
  /** How many in a row died at once in this place, this one included. */
  readonly shortLives: number;
  readonly pauseMilliseconds: number;
}

/**
 * When the next worker of a place starts. One that served for a while is replaced at once; where one after the other
 * dies as soon as it starts, the pause doubles up to half a minute, so that a fault that stays does not eat the host.
 */
export function restartAfter(shortLivesBefore: number, livedMilliseconds: number): Restart {
  if (livedMilliseconds >= shortLifeMilliseconds) return { shortLives: 0, pauseMilliseconds: 0 };
  const pause = firstPauseMilliseconds * 2 ** shortLivesBefore;
  return { shortLives: shortLivesBefore + 1, pauseMilliseconds: Math.min(pause, pauseMillisecondsMax) };
}
