import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { rememberSecret } from '../harness/run-folder.ts';

/**
 * What is known of a token from outside. `living` and `ended` are promises: the authority acknowledged them. The
 * other two were meant and never answered, so that either outcome is right.
 */
export type Standing = 'maybe-created' | 'living' | 'maybe-ended' | 'ended';

export interface LedgerToken {
  readonly owner: string;
  /** Unique over the whole run: finds a token whose creation was never answered. */
  readonly name: string;
  /** The cycle that last touched it. */
  cycle: number;
  standing: Standing;
  id?: string;
  /** Absent when the answer that would have shown it never came. */
  secret?: string;
}

/**
 * The memory of the world outside the authority: every write that was meant, and every one that was acknowledged.
 * Each entry is on disk before the next step is taken. The file names tokens by id and never holds one.
 */
export class TokenLedger {
  readonly tokens: LedgerToken[] = [];
  cycle = 0;
  creates = 0;
  revocations = 0;
  readonly #file: number;
  #nextPromise = Promise.withResolvers<void>();

  constructor(file: string) {
    this.#file = openSync(file, 'a', 0o600);
  }

  meanToCreate(owner: string): LedgerToken {
    const name = `token ${this.tokens.length} of cycle ${this.cycle}`;
    const token: LedgerToken = { owner, name, cycle: this.cycle, standing: 'maybe-created' };
    this.tokens.push(token);
    this.#write('mean to create', token);
    return token;
  }

  created(token: LedgerToken, id: string, secret: string): void {
    token.standing = 'living';
    token.id = id;
    token.secret = rememberSecret(secret);
    this.creates += 1;
    this.#write('created', token);
    this.#tellPromise();
  }

  meanToRevoke(token: LedgerToken): void {
    token.standing = 'maybe-ended';
    token.cycle = this.cycle;
    this.#write('mean to revoke', token);
  }

  revoked(token: LedgerToken): void {
    token.standing = 'ended';
    this.revocations += 1;
    this.#write('revoked', token);
    this.#tellPromise();
  }

  /** Writes down how a write in flight turned out: from here on that is a promise too. */
  settle(token: LedgerToken, isLiving: boolean): void {
    token.standing = isLiving ? 'living' : 'ended';
    this.#write(isLiving ? 'found living' : 'found ended', token);
  }

  /** Resolves when the next write is acknowledged. */
  get nextPromise(): Promise<void> {
    return this.#nextPromise.promise;
  }

  close(): void {
    closeSync(this.#file);
  }

  #tellPromise(): void {
    this.#nextPromise.resolve();
    this.#nextPromise = Promise.withResolvers();
  }

  #write(what: string, { owner, name, id }: LedgerToken): void {
    writeSync(this.#file, `${JSON.stringify({ cycle: this.cycle, what, owner, name, id })}\n`);
    fdatasyncSync(this.#file);
  }
}
