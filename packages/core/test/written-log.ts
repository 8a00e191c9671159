import type { AuditChain } from '../src/audit/audit-log.ts';
import { type AuditEvent, type AuditHead, genesis, linkEvent } from '../src/audit/chain.ts';
import type { AuditEntry } from '../src/audit/event.ts';
import { aCaller, system } from './builders.ts';
import { digest, noon } from './platform.ts';

/** A log in memory that anybody may write to, past every rule. */
export interface WrittenLog extends AuditChain {
  events: AuditEvent[];
  headRow: AuditHead;
  /** Appends events as the authority does. */
  append(count: number): void;
}

export function writtenLog(count: number, name = 'somebody'): WrittenLog {
  let written = 0;
  const log: WrittenLog = {
    events: [],
    headRow: genesis,
    append(more) {
      for (let i = 0; i < more; i++) {
        const event = linkEvent(log.headRow, anEntry(`${name} ${++written}`), digest);
        log.events.push(event);
        log.headRow = { number: event.number, hash: event.hash };
      }
    },
    head: async () => log.headRow,
    async listAfter(number, top) {
      const found = log.events.filter((event) => event.number > number);
      return found.toSorted((one, other) => one.number - other.number).slice(0, top);
    },
  };
  log.append(count);
  return log;
}

function anEntry(name: string): AuditEntry {
  return {
    kind: 'sign-in.failed',
    at: noon,
    caller: aCaller(system),
    target: { kind: 'account-name', name },
  };
}
