import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import {
  addSigningKey,
  type Caller,
  type Clock,
  forgetPastKeys,
  isNextKeyDue,
  publishedKeys,
  type Random,
  type SigningKey,
  type Store,
} from '@countersign/core';
import type { JWKS } from 'oidc-provider';
import type { BoundCipher } from '../platform/seed-cipher.ts';

export interface SigningKeyPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Pick<Store, 'signingKeys' | 'change' | 'tables'>;
  readonly signingKeyCipher: BoundCipher;
}

const byItself: Caller = { actor: { kind: 'system' }, origin: { requestId: 'signing-keys' } };

/**
 * The keys for identity tokens: RS256, which every client of this dialect can verify. The first is made at the first
 * start; the others follow by themselves, each published before it signs and after it did. All nodes have the same.
 */
export class SigningKeys {
  readonly #ports: SigningKeyPorts;
  #jwks: JWKS = { keys: [] };

  private constructor(ports: SigningKeyPorts) {
    this.#ports = ports;
  }

  /** Throws when a key does not open: it was put there without the key ring. */
  static async open(ports: SigningKeyPorts): Promise<SigningKeys> {
    const keys = new SigningKeys(ports);
    await keys.renew();
    return keys;
  }

  /** The one that signs first. Another object each time that anything of it changes. */
  get jwks(): JWKS {
    return this.#jwks;
  }

  /** Makes the next key when it is time, takes old ones away, and reads what other nodes did of that. */
  async renew(): Promise<void> {
    const { clock, store } = this.#ports;
    const now = clock.now();
    const keys = await store.tables.signingKeys.list();
    if (isNextKeyDue(keys, now)) {
      const key = await makeSigningKey(this.#ports);
      const [newest] = keys;
      // Whoever comes second is refused, and reads below what the first one made.
      if (newest === undefined) await store.signingKeys.keepFirst(key);
      else await addSigningKey(this.#ports, byItself, { key, after: newest.id });
    }
    await forgetPastKeys(this.#ports, byItself);
    this.#publish(publishedKeys(await store.tables.signingKeys.list(), now));
  }

  #publish(keys: readonly SigningKey[]): void {
    const known = this.#jwks.keys.map(({ kid }) => kid);
    if (known.length === keys.length && keys.every(({ id }, index) => id === known[index])) return;
    this.#jwks = { keys: keys.map((key) => this.#openKey(key)) };
  }

  #openKey({ id, encrypted }: SigningKey): JWKS['keys'][number] {
    const opened = this.#ports.signingKeyCipher.decrypt(encrypted, id);
    if (opened === undefined) throw new Error(`the key ring does not fit the signing key ${id}`);
    return { ...JSON.parse(Buffer.from(opened).toString('utf8')), kid: id, use: 'sig', alg: 'RS256' };
  }
}

const generate = promisify(generateKeyPair);

/** A key that signs and was not there before. */
export async function makeSigningKey({
  clock,
  random,
  signingKeyCipher,
}: Pick<SigningKeyPorts, 'clock' | 'random' | 'signingKeyCipher'>): Promise<SigningKey> {
  const id = Buffer.from(random.bytes(8)).toString('hex');
  const { privateKey } = await generate('rsa', { modulusLength: 2_048 });
  const text = JSON.stringify(privateKey.export({ format: 'jwk' }));
  return { id, encrypted: signingKeyCipher.encrypt(Buffer.from(text), id), createdAt: clock.now() };
}
