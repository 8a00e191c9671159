import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import type { AttemptStore } from './session-store.ts';
import {
  accountRule,
  addressRule,
  forgiveAttempt,
  nextAttempts,
  secondsBlocked,
  type ThrottleRule,
} from './throttle.ts';

export interface AttemptPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly store: { readonly attempts: AttemptStore };
}

/**
 * The attempts behind one sign-in: under the account's one normal form and under the source address. Both
 * keys are keyed hashes, as people type passwords into login fields and the database should not learn them.
 */
export class SignInAttempts {
  readonly #ports: AttemptPorts;
  readonly #account: string;
  readonly #source: string;

  constructor(ports: AttemptPorts, loginKey: string, address: string | undefined) {
    this.#ports = ports;
    this.#account = ports.digest.keyed('sign-in account', loginKey);
    this.#source = ports.digest.keyed('sign-in address', address ?? '');
  }

  /** Counts one more under both keys, or refuses while either is blocked. */
  async admit(): Promise<Result<void>> {
    const bySource = await this.#count(this.#source, addressRule);
    return bySource.ok ? this.#count(this.#account, accountRule) : bySource;
  }

  /** The password was right: the account starts anew, and its attempt does not weigh on who shares the address. */
  async succeed(): Promise<void> {
    await this.#ports.store.attempts.clear(this.#account);
    await this.#forgive(this.#source, addressRule);
  }

  /** Nothing was checked after all, so nothing was guessed. */
  async takeBack(): Promise<void> {
    await this.#forgive(this.#account, accountRule);
    await this.#forgive(this.#source, addressRule);
  }

  async #count(key: string, rule: ThrottleRule): Promise<Result<void>> {
    const now = this.#ports.clock.now();
    const attempts = await this.#ports.store.attempts.advance(key, (before) =>
      nextAttempts(before, rule, now),
    );
    if (attempts.admitted) return ok(undefined);
    return refuse({ kind: 'rate-limited', retryAfterSeconds: secondsBlocked(attempts, now) });
  }

  async #forgive(key: string, rule: ThrottleRule): Promise<void> {
    const now = this.#ports.clock.now();
    await this.#ports.store.attempts.advance(key, (before) => forgiveAttempt(before, rule, now));
  }
}
