import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import type { AttemptStore } from './session-store.ts';
import { sourceNetwork } from './source-network.ts';
import {
  accountFromSourceRule,
  accountRule,
  attemptsMemoryMilliseconds,
  forgiveAttempt,
  nextAttempts,
  secondFactorRule,
  secondsBlocked,
  sourceRule,
  type ThrottleRule,
} from './throttle.ts';

/** What is guessed: passwords and codes are counted apart. */
export type AttemptKind = 'sign-in' | 'second factor' | 'passkey';

export interface AttemptPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly store: { readonly attempts: AttemptStore };
}

/**
 * The attempts behind one sign-in, counted three times: by source, by account from that source, and by account
 * from everywhere. A guesser is slowed down soon where they sit, and the owner of the account, who sits
 * elsewhere, only once very many have guessed. Keys are keyed hashes, as people type passwords into login
 * fields and the database should not learn them.
 */
export class SignInAttempts {
  readonly #ports: AttemptPorts;
  readonly #counts: readonly (readonly [key: string, rule: ThrottleRule])[];

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

  /**
   * Counts one more everywhere, or refuses while any count is blocked. Being blocked is read first: a flood of
   * refused attempts writes nothing.
   */
  async admit(): Promise<Result<void>> {
    const { attempts } = this.#ports.store;
    const now = this.#ports.clock.now();
    for (const [key] of this.#counts) {
      const known = await attempts.find(key);
      if (known !== undefined && now < known.blockedUntil) return refuse(blocked(secondsBlocked(known, now)));
    }
    for (const [key, rule] of this.#counts) {
      const counted = await attempts.advance(key, (before) => nextAttempts(before, rule, now));
      if (!counted.admitted) return refuse(blocked(secondsBlocked(counted, now)));
    }
    return ok(undefined);
  }

  /**
   * The password was right. Its owner starts anew here; elsewhere the attempt does not weigh on who shares the
   * address, and guesses of others at the account stay counted.
   */
  async succeed(): Promise<void> {
    for (const [key, rule] of this.#counts) {
      if (rule === accountFromSourceRule) await this.#ports.store.attempts.clear(key);
      else await this.#forgive(key, rule);
    }
  }

  /** Nothing was checked after all, so nothing was guessed. */
  async takeBack(): Promise<void> {
    for (const [key, rule] of this.#counts) await this.#forgive(key, rule);
  }

  async #forgive(key: string, rule: ThrottleRule): Promise<void> {
    const now = this.#ports.clock.now();
    await this.#ports.store.attempts.advance(key, (before) => forgiveAttempt(before, rule, now));
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

function blocked(retryAfterSeconds: number) {
  return { kind: 'rate-limited', retryAfterSeconds } as const;
}
