import { createHmac } from 'node:crypto';
import {
  type ClientKey,
  makeKey,
  type ProofParts,
  proofFor,
  signAs,
} from '../../../../test/harness/proof-of-key.ts';

/** What a proof is to be made for. */
export interface Target {
  readonly method: string;
  readonly address: string;
  readonly token?: string;
}

export type ProofFault = 'invalid_dpop_proof' | 'use_dpop_nonce';

/** One proof that is none: the `DPoP` headers that are sent, and what is answered. */
export interface BadProof {
  readonly headers: (key: ClientKey, target: Target) => readonly string[];
  readonly fault: ProofFault;
  /** Only beside a token. */
  readonly needsToken?: true;
}

const rsa = makeKey('RS256');
const small = makeKey('RS256', 1_024);
const stranger = makeKey();
const now = () => Math.floor(Date.now() / 1_000);

function parts(of: (key: ClientKey, target: Target) => ProofParts, fault: ProofFault = wrong): BadProof {
  return { fault, headers: (key, target) => [proofFor(key, target, of(key, target))] };
}

function header(header: ProofParts['header'] & object): BadProof {
  return parts(() => ({ header }));
}

function claims(claims: ProofParts['claims'] & object, fault: ProofFault = wrong): BadProof {
  return parts(() => ({ claims }), fault);
}

/** The text of a good proof, changed. */
function text(change: (proof: string) => readonly string[]): BadProof {
  return { fault: wrong, headers: (key, target) => change(proofFor(key, target)) };
}

const wrong = 'invalid_dpop_proof';
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Signed by a secret, which is the public key, as verifiers did that took the algorithm of the text for the key's. */
function signedByPublicKey(key: ClientKey, target: Target): string {
  const jwk = { kty: 'oct', k: encode(key.jwk) };
  const [, body = ''] = proofFor(key, target).split('.');
  const signed = `${encode({ typ: 'dpop+jwt', alg: 'HS256', jwk })}.${body}`;
  return `${signed}.${createHmac('sha256', Buffer.from(jwk.k, 'base64url')).update(signed).digest('base64url')}`;
}

/** RFC 9449 §4.3, each of its points from all sides. */
export const badProofs: Readonly<Record<string, BadProof>> = {
  'that stands twice': {
    fault: wrong,
    headers: (key, target) => [proofFor(key, target), proofFor(key, target)],
  },
  'that stands twice, the same': text((proof) => [proof, proof]),
  'with another one behind a comma': {
    fault: wrong,
    headers: (key, target) => [`${proofFor(key, target)}, ${proofFor(key, target)}`],
  },
  'that is no signed text': text(() => ['x']),
  'without its signature': text((proof) => [proof.slice(0, proof.lastIndexOf('.') + 1)]),
  'of two parts': text((proof) => [proof.slice(0, proof.lastIndexOf('.'))]),
  'of five parts, as what is encrypted': text((proof) => [`${proof}.a.b`]),
  'of the type of other tokens': header({ typ: 'JWT' }),
  'of the type of access tokens': header({ typ: 'at+jwt' }),
  'without a type': header({ typ: undefined }),
  'of no algorithm': parts(() => ({ header: { alg: 'none' } })),
  'of no algorithm, and unsigned': {
    fault: wrong,
    headers: (key, target) => {
      const [, body = ''] = proofFor(key, target).split('.');
      return [`${encode({ typ: 'dpop+jwt', alg: 'none', jwk: key.jwk })}.${body}.`];
    },
  },
  'without an algorithm': header({ alg: undefined }),
  'of an algorithm of another curve': header({ alg: 'ES384' }),
  'of an algorithm that is not offered': {
    fault: wrong,
    headers: (_, target) => [proofFor({ ...rsa, algorithm: 'RS384' }, target)],
  },
  'of a symmetric algorithm, signed by the public key': {
    fault: wrong,
    headers: (key, target) => [signedByPublicKey(key, target)],
  },
  'without a key': header({ jwk: undefined }),
  'with a key in words': header({ jwk: 'the usual one' }),
  'with a key that is null': header({ jwk: null }),
  'with an empty key': header({ jwk: {} }),
  'with the name of a key alone': header({ jwk: undefined, kid: 'the usual one' }),
  'with the address of a key alone': header({ jwk: undefined, jku: 'https://evil.example/keys' }),
  'with the private key': parts((key) => ({ header: { jwk: key.privateKey.export({ format: 'jwk' }) } })),
  'with a private RSA key': {
    fault: wrong,
    headers: (_, target) => [
      proofFor(rsa, target, { header: { jwk: rsa.privateKey.export({ format: 'jwk' }) } }),
    ],
  },
  'with a key for encryption': parts(({ jwk }) => ({ header: { jwk: { ...jwk, use: 'enc' } } })),
  'with a key of another algorithm': parts(({ jwk }) => ({ header: { jwk: { ...jwk, alg: 'ES512' } } })),
  'with a point that is on no curve': parts(({ jwk }) => ({ header: { jwk: { ...jwk, y: jwk.x } } })),
  'with an RSA key that is too short': {
    fault: wrong,
    headers: (_, target) => [proofFor(small, target)],
  },
  'signed with another key': parts(() => ({ header: { jwk: stranger.jwk } })),
  'whose signature was changed': text((proof) => [
    proof.slice(0, -8) + (proof.at(-8) === 'A' ? 'B' : 'A') + proof.slice(-7),
  ]),
  'whose claims were changed': {
    fault: wrong,
    headers: (key, target) => {
      const [head, , mark] = proofFor(key, target).split('.');
      return [
        [head, encode({ jti: 'x', htm: target.method, htu: target.address, iat: now() }), mark].join('.'),
      ];
    },
  },
  'with an extension that must be understood': header({ crit: ['exp'], exp: 1 }),
  'whose body is not encoded': header({ crit: ['b64'], b64: false }),
  'whose claims are a list': {
    fault: wrong,
    headers: (key) => [signAs(key, { typ: 'dpop+jwt', alg: key.algorithm, jwk: key.jwk }, [1])],
  },
  'for another method': claims({ htm: 'DELETE' }),
  'for a method in other letters': parts((_, { method }) => ({ claims: { htm: method.toLowerCase() } })),
  'for no method': claims({ htm: undefined }),
  'for a list of methods': parts((_, { method }) => ({ claims: { htm: [method] } })),
  'for another address': parts((_, { address }) => ({ claims: { htu: `${address}s` } })),
  'for the address with a slash': parts((_, { address }) => ({ claims: { htu: `${address}/` } })),
  'for the address of the server alone': parts((_, { address }) => ({
    claims: { htu: new URL(address).origin },
  })),
  'for another host': parts((_, { address }) => ({
    claims: { htu: address.replace('localhost', 'evil.example') },
  })),
  'for another port': parts((_, { address }) => ({ claims: { htu: address.replace(/:\d+/, ':1') } })),
  'for another scheme': parts((_, { address }) => ({ claims: { htu: address.replace('http:', 'https:') } })),
  'for an address with a user in it': parts((_, { address }) => ({
    claims: { htu: address.replace('//', '//somebody@') },
  })),
  'for a path': parts((_, { address }) => ({ claims: { htu: new URL(address).pathname } })),
  'for no address': claims({ htu: undefined }),
  'for a list of addresses': parts((_, { address }) => ({ claims: { htu: [address] } })),
  'without a name': claims({ jti: undefined }),
  'with an empty name': claims({ jti: '' }),
  'with a number for a name': claims({ jti: 7 }),
  'without a time': claims({ iat: undefined }),
  'with its time in letters': claims({ iat: String(now()) }),
  'from six minutes ago': claims({ iat: now() - 360 }, 'use_dpop_nonce'),
  'from in six minutes': claims({ iat: now() + 360 }, 'use_dpop_nonce'),
  'that has expired by its own word': claims({ exp: now() - 1 }),
  'that is not good yet by its own word': claims({ nbf: now() + 60 }),
  'with a nonce that nobody gave out': claims({ nonce: 'x'.repeat(43) }, 'use_dpop_nonce'),
  'with a number for a nonce': claims({ nonce: 7 }),
  'without the hash of its token': { ...claims({ ath: undefined }), needsToken: true },
  'with the hash of another token': { ...claims({ ath: 'x'.repeat(43) }), needsToken: true },
  'with the token for its hash': {
    ...parts((_, { token }) => ({ claims: { ath: token } })),
    needsToken: true,
  },
};
