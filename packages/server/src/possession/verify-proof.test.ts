import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { type Digest, type Instant, instant, later } from '@countersign/core';
import { makeKey, proofFor } from '../../../../test/harness/proof-of-key.ts';
import { ProofNonces } from './proof-nonces.ts';
import { verifyProof } from './verify-proof.ts';

const sha256 = (text: string) => hash('sha256', text, 'base64url');
const digest = {
  secret: (secret) => sha256(secret.reveal()),
  text: sha256,
  keyed: (purpose, text) => sha256(JSON.stringify([purpose, text])),
} as Digest;
const nonces = new ProofNonces(digest);
const noon = instant(1_800_000_000_000);
const key = makeKey();
const target = { method: 'GET', address: 'https://auth.example/api/rest/users', token: 'a token' };

function verify(claims: Readonly<Record<string, unknown>>, now: Instant = noon) {
  const proof = proofFor(key, target, { claims: { iat: noon / 1_000, ...claims } });
  return verifyProof({ digest, nonces }, [proof], { ...target, now });
}

const reason = async (claims: Readonly<Record<string, unknown>>, now?: Instant) => {
  const read = await verify(claims, now);
  return read.ok ? 'good' : read.refusal.kind;
};

test('a proof says of which key it is, and by what name it is good once', async () => {
  assert.deepEqual(await verify({ jti: 'the first' }), {
    ok: true,
    value: { keyThumbprint: key.thumbprint, jti: 'the first' },
  });
});

test('a proof is good for five minutes before and after its time, and then wants a nonce', async () => {
  for (const [seconds, expected] of [
    [300, 'good'],
    [-300, 'good'],
    [301, 'nonce-wanted'],
    [-301, 'nonce-wanted'],
    [1e300, 'nonce-wanted'],
  ] as const)
    assert.equal(await reason({ iat: noon / 1_000 + seconds }), expected, String(seconds));
});

test('a nonce is good for three minutes at least and for four at most, whatever the clock of the client says', async () => {
  const nonce = nonces.next(noon);
  for (const [seconds, expected] of [
    [0, 'good'],
    [180, 'good'],
    [240, 'nonce-wanted'],
    [1_000_000, 'nonce-wanted'],
  ] as const)
    assert.equal(await reason({ iat: 1, nonce }, later(noon, seconds * 1_000)), expected, String(seconds));
  assert.equal(await reason({ nonce: '' }), 'nonce-wanted');
});
