import type { Operation } from './boolean-register.ts';

/** An operation, and who asked what through which way. */
export interface Witnessed extends Operation {
  readonly by: string;
  readonly through: string;
  readonly how: string;
}

export type Witness = Pick<Witnessed, 'by' | 'through' | 'how'>;

/** Writes down what was asked and answered of one register, on one monotonic clock. */
export class History {
  readonly operations: Witnessed[] = [];
  /** Reads whose answer did not come or was neither yes nor no: they say nothing. */
  unanswered = 0;

  /** `look` resolves to whether it was good, or to nothing. */
  async read(witness: Witness, look: () => Promise<boolean | undefined>): Promise<boolean | undefined> {
    const invokedAt = performance.now();
    const isGood = await look();
    const respondedAt = performance.now();
    if (isGood === undefined) this.unanswered += 1;
    else this.operations.push({ ...witness, kind: 'read', isGood, invokedAt, respondedAt });
    return isGood;
  }

  /** `change` resolves to whether it was acknowledged; where it was not, it may take effect whenever it likes. */
  async write(witness: Witness, isGood: boolean, change: () => Promise<boolean>): Promise<boolean> {
    const invokedAt = performance.now();
    const isAcknowledged = await change();
    const respondedAt = isAcknowledged ? performance.now() : Number.POSITIVE_INFINITY;
    this.operations.push({ ...witness, kind: 'write', isGood, invokedAt, respondedAt });
    return isAcknowledged;
  }
}
