import type { ChainFault } from '@countersign/core';

/** What is wrong with the chain, in a sentence for whoever has to find out why. */
export function chainFaultText(fault: ChainFault): string {
  switch (fault.kind) {
    case 'unfit':
      return `event ${fault.brokenAt} does not follow from the one before: it was changed, or events are missing or out of place`;
    case 'ends-early':
      return `events ${fault.brokenAt} to ${fault.known} are missing: the log ends before an event that is known to have been there`;
    case 'rewritten':
      return `event ${fault.known} is not the one that is known to have been there: the log was rewritten at event ${fault.brokenAt} or later`;
    case 'beyond-head':
      return `event ${fault.brokenAt} stands behind the end of the log that the authority wrote`;
    case 'empty':
      return 'the log holds no event, and founding an authority leaves one';
  }
}
