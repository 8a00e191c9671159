import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChainWatch } from '@countersign/core';
import { chainFaultText } from '../audit/chain-fault-text.ts';
import type { Log } from '../log.ts';

/**
 * One look at the audit chain, to its end or to where it breaks. Requests are answered between its pieces. What is
 * found is logged once; the page of the log shows it as long as it lasts.
 */
export async function watchChain(watch: ChainWatch, log: Log, isStopped: () => boolean): Promise<void> {
  const before = watch.status?.fault;
  while (!isStopped() && (await watch.step())) await nextTurn();
  const fault = watch.status?.fault;
  if (fault === undefined || fault.brokenAt === before?.brokenAt) return;
  log.error({ event: fault.brokenAt }, `the audit chain is broken: ${chainFaultText(fault)}`);
}
