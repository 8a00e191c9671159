/**
 * `npm run token-memory -- [--tokens 10000000] [--asked 1000000] [--folder <where the scratch file goes>]`
 *
 * What it costs to remember that many tokens in a scratch file: memory, room on the disk, and time. They are put in, then
 * asked for in an order that has nothing to do with the one in which they came.
 */
import { tmpdir } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import {
  authorityServiceId,
  newId,
  newTokenText,
  type SecretHash,
  type ServiceId,
  TokenMemory,
  type UserId,
} from '@countersign/core';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import { scratchFile } from '../../packages/server/src/platform/scratch-file.ts';
import { bulkRandom } from '../../test/faults/bulk-random.ts';
import { crowdToken } from '../../test/faults/crowd-token.ts';
