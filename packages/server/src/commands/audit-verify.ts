import { chainFaultText } from '../audit/chain-fault-text.ts';
import { readCheckpoints } from '../audit/checkpoint-text.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { composeExisting } from '../compose.ts';
import type { Command } from './command.ts';

/**
 * `countersign-server audit verify [--checkpoint FILE]`: follows the audit chain straight from the store, whether
 * or not the authority runs, and says where it breaks. What was cut off the end together with the head row, and a
 * chain that was written anew from the start, show against checkpoints alone.
 */
export const verifyAudit: Command = async (settings, { print, complain, readFile, stop }, { options }) => {
  const file = options.checkpoint;
  const authority = await composeExisting(settings);
  try {
    const read = file === undefined ? undefined : readCheckpoints(readFile(file), authority.digest);
    if (read?.ok === false) {
      complain(`${file}: ${read.problem}`);
      return 1;
    }
    const checkpoints = read?.checkpoints ?? [];
    const { verified, fault } = await verifyChain(authority, stop, checkpoints);
    if (fault !== undefined) {
      complain(`The audit log does not fit: ${chainFaultText(fault)}.`);
      complain(`Verified up to event ${verified.number}.`);
      return 1;
    }
    print(`The audit log fits: ${verified.number} events, the last with the hash ${verified.hash}.`);
    print(
      checkpoints.length === 0
        ? 'It was held to no checkpoint: an end that was cut off, or a log written anew, would not show.'
        : `It fits ${checkpoints.length === 1 ? 'the checkpoint' : `all ${checkpoints.length} checkpoints`} in ${file}.`,
    );
    return 0;
  } finally {
    await authority.store.close();
  }
};
