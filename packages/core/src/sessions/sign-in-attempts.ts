import type { Digest } from '../kernel/secret.ts';
import { sourceNetwork } from '../kernel/source-network.ts';
import type { Result } from '../refusal.ts';
import { type AttemptCounts, type AttemptPorts, admitAttempt, takeAttemptBack } from './attempt-counts.ts';
import {
  accountFromSourceRule,
  accountRule,
  attemptsMemoryMilliseconds,
  secondFactorRule,
  sourceRule,
} from './throttle.ts';

/** What is guessed: passwords and codes are counted apart. */
export type AttemptKind = 'sign-in' | 'second factor' | 'passkey';

/**
 * The attempts behind one sign-in, counted three times: by source, by account from that source, and by account
 * from everywhere. A guesser is slowed down soon where they sit, and the owner of the account, who sits
 * elsewhere, only once very many have guessed. Keys are keyed hashes, as people type passwords into login
 * fields and the database should not learn them.
 */
export class SignInAttempts {
  readonly #ports: AttemptPorts;
  readonly #counts: AttemptCounts;

  constructor(
    ports: AttemptPorts,
    loginKey: string,
    address: string | undefined,
    what: AttemptKind = 'sign-in',
  ) {
    const source = sourceNetwork(address);
    const keyOf = (...parts: readonly string[]) => ports.digest.keyed(what, JSON.stringify(parts));
    this.#ports = ports;
    this.#counts = [
      [keyOf('source', source), sourceRule],
      [keyOf('account from source', loginKey, source), accountFromSourceRule],
      [accountKey(ports.digest, what, loginKey), what === 'second factor' ? secondFactorRule : accountRule],
    ];
  }

  /** See `admitAttempt`. */
  admit(): Promise<Result<void>> {
    return admitAttempt(this.#ports, this.#counts);
  }

  /**
   * The password was right. Its owner starts anew here; elsewhere the attempt does not weigh on who shares the
   * address, and guesses of others at the account stay counted.
   */
  async succeed(): Promise<void> {
    const isHere = ([, rule]: AttemptCounts[number]) => rule === accountFromSourceRule;
    for (const [key] of this.#counts.filter(isHere)) await this.#ports.store.attempts.clear(key);
    await takeAttemptBack(
      this.#ports,
      this.#counts.filter((count) => !isHere(count)),
    );
  }

  /** Nothing was checked after all, so nothing was guessed. */
  takeBack(): Promise<void> {
    return takeAttemptBack(this.#ports, this.#counts);
  }
}

/** How often somebody guessed at an account of late, from wherever. */
export async function countRecentAttempts(
  ports: AttemptPorts,
  loginKey: string,
  what: AttemptKind,
): Promise<number> {
  const known = await ports.store.attempts.find(accountKey(ports.digest, what, loginKey));
  const isForgotten = known === undefined || ports.clock.now() - known.lastAt > attemptsMemoryMilliseconds;
  return isForgotten ? 0 : known.count;
}

function accountKey(digest: Digest, what: AttemptKind, loginKey: string): string {
  return digest.keyed(what, JSON.stringify(['account', loginKey]));
}
