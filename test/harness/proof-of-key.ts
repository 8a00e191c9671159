import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** A key as a client makes one for itself, and how it signs (RFC 7518 §3.1, RFC 8037). */
export interface ClientKey {
  readonly algorithm: string;
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly privateKey: KeyObject;
  /** RFC 7638. */
  readonly thumbprint: string;
}

/** What a proof says; a member that is undefined is left out. */
export interface ProofParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

type Algorithm = 'ES256' | 'ES384' | 'EdDSA' | 'Ed25519' | 'RS256' | 'PS256';

export function makeKey(algorithm: Algorithm = 'ES256', modulusLength: number = 2_048): ClientKey {
  const { publicKey, privateKey } = makePair(algorithm, modulusLength);
  const jwk = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  const names = { EC: ['crv', 'kty', 'x', 'y'], OKP: ['crv', 'kty', 'x'], RSA: ['e', 'kty', 'n'] };
  const members = names[jwk.kty as keyof typeof names].map((name) => [name, jwk[name]] as const);
  const text = JSON.stringify(Object.fromEntries(members));
  return { algorithm, jwk, privateKey, thumbprint: createHash('sha256').update(text).digest('base64url') };
}

function makePair(algorithm: Algorithm, modulusLength: number) {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'RS256':
    case 'PS256':
      return generateKeyPairSync('rsa', { modulusLength });
    default:
      return generateKeyPairSync('ed25519');
  }
}

/** A proof for a request (RFC 9449 §4.2), good unless parts of it are given; `token` for whoever shows one beside it. */
export function proofFor(
  key: ClientKey,
  { method, address, token }: { readonly method: string; readonly address: string; readonly token?: string },
  { header = {}, claims = {} }: ProofParts = {},
): string {
  const body = {
    jti: randomUUID(),
    htm: method,
    htu: address,
    iat: Math.floor(Date.now() / 1_000),
    ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
    ...claims,
  };
  return signAs(key, { typ: 'dpop+jwt', alg: key.algorithm, jwk: key.jwk, ...header }, body);
}

/** Any header and body, signed with the key. */
export function signAs(key: ClientKey, header: object, body: object): string {
  const text = `${encode(header)}.${encode(body)}`;
  const { privateKey, algorithm } = key;
  const digest = algorithm.startsWith('Ed') ? null : `sha${algorithm.slice(-3)}`;
  const mark = sign(digest, Buffer.from(text), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
    ...(algorithm === 'PS256' && { padding: 6, saltLength: 32 }),
  });
  return `${text}.${mark.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
