import { randomBytes } from 'node:crypto';
import type { Random } from '@countersign/core';

/** The operating system's generator (ASVS 11.5.1). It throws when it cannot deliver, and nothing steps in for it. */
export const systemRandom: Random = { bytes: (length) => randomBytes(length) };
