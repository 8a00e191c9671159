import type { Caller } from '../access/actor.ts';
import { authorizeReadAudit } from '../access/authorize.ts';
import { type Clock, dayMilliseconds, hasPassed, type Instant, later } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import type { AuditChain } from './audit-log.ts';
import type { AuditHead } from './chain.ts';
import { type ChainFault, ChainVerifier } from './chain-verifier.ts';

/** How the chain was when it was last followed to its end, or to where it breaks. */
export interface ChainStatus {
  readonly verified: AuditHead;
  readonly at: Instant;
  /** When the pass began that started at the first event: an older event that was edited since is not found yet. */
  readonly begunAt: Instant;
  readonly fault: ChainFault | undefined;
}

/** Small enough that no check waits noticeably behind a piece. */
const pieceSize = 200;

/**
 * Follows the chain beside the daily work: once from the first event on, then only what was added, and once a day
 * all of it again, held to where it was before. What it knows is in memory: every process verifies for itself, or learns
 * from the one that does it for the whole host.
 */
export class ChainWatch {
  readonly #ports: { readonly log: AuditChain; readonly digest: Digest; readonly clock: Clock };
  #verifier: ChainVerifier;
  #begunAt: Instant;
  #status: ChainStatus | undefined;

  constructor(ports: { readonly log: AuditChain; readonly digest: Digest; readonly clock: Clock }) {
    this.#ports = ports;
    this.#verifier = new ChainVerifier(ports);
    this.#begunAt = ports.clock.now();
  }

  /** Absent until the first pass has come to its end. */
  get status(): ChainStatus | undefined {
    return this.#status;
  }

  /** Takes over what another process of the host found. */
  learn(status: ChainStatus): void {
    this.#status = status;
  }

  /** Verifies one piece. Answers whether there is more to do now. */
  async step(): Promise<boolean> {
    if (await this.#verifier.step(pieceSize)) return true;
    const { verified, fault } = this.#verifier;
    const at = this.#ports.clock.now();
    this.#status = { verified, at, begunAt: this.#begunAt, fault };
    if (fault === undefined && hasPassed(later(this.#begunAt, dayMilliseconds), at)) {
      this.#verifier = new ChainVerifier(this.#ports, [verified]);
      this.#begunAt = at;
    }
    return false;
  }
}

/** What the watch knows, beside the end of the log as it is now. */
export async function readChainStatus(
  ports: { readonly chainWatch: ChainWatch; readonly store: { readonly audit: AuditChain } },
  caller: Caller,
): Promise<Result<{ readonly status: ChainStatus | undefined; readonly head: AuditHead }>> {
  const may = authorizeReadAudit(caller.actor);
  if (!may.ok) return may;
  return ok({ status: ports.chainWatch.status, head: await ports.store.audit.head() });
}
