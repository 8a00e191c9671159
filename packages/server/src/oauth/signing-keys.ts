import { generateKeyPairSync } from 'node:crypto';
import type { Clock, Random, Store } from '@countersign/core';
import type { JWKS } from 'oidc-provider';
import type { BoundCipher } from '../platform/seed-cipher.ts';

export interface SigningKeyPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Pick<Store, 'signingKeys'>;
  readonly signingKeyCipher: BoundCipher;
}

/**
 * The keys for identity tokens: RS256, which every client of this dialect can verify. The first is made at the first
 * start; all nodes have the same. Throws when a key does not open: it was put there without the key ring.
 */
export async function openSigningKeys(ports: SigningKeyPorts): Promise<JWKS> {
  const known = await ports.store.signingKeys.list();
  const keys = known.length > 0 ? known : [await ports.store.signingKeys.keepFirst(makeSigningKey(ports))];
  return {
    keys: keys.map(({ id, encrypted }) => {
      const opened = ports.signingKeyCipher.decrypt(encrypted, id);
      if (opened === undefined) throw new Error(`the key ring does not fit the signing key ${id}`);
      return { ...JSON.parse(Buffer.from(opened).toString('utf8')), kid: id, use: 'sig', alg: 'RS256' };
    }),
  };
}

function makeSigningKey({ clock, random, signingKeyCipher }: SigningKeyPorts) {
  const id = Buffer.from(random.bytes(8)).toString('hex');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const text = JSON.stringify(privateKey.export({ format: 'jwk' }));
  return { id, encrypted: signingKeyCipher.encrypt(Buffer.from(text), id), createdAt: clock.now() };
}
