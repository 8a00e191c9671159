import { type Clock, instant } from '@countersign/core';

/** The machine's wall clock. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
