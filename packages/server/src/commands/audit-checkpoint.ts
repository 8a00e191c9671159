import { signCheckpoint } from '@countersign/core';
import { chainFaultText } from '../audit/chain-fault-text.ts';
import { writeCheckpoint } from '../audit/checkpoint-text.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { checkKeyRingFits, composeExisting } from '../compose.ts';
import type { Command } from './command.ts';

/**
 * `countersign-server audit checkpoint`: prints how far the log is, signed, as one line of JSON. The chain is
 * followed first: nothing is signed that does not fit.
 */
export const printCheckpoint: Command = async (settings, { print, complain, stop }) => {
  const authority = await composeExisting(settings);
  try {
    await checkKeyRingFits(authority.store);
    const { verified, fault } = await verifyChain(authority, stop);
    if (fault !== undefined) {
      complain(`No checkpoint is signed, as the audit log does not fit: ${chainFaultText(fault)}.`);
      return 1;
    }
    print(writeCheckpoint(signCheckpoint(verified, authority.clock.now(), authority.digest)));
    return 0;
  } finally {
    await authority.store.close();
  }
};
