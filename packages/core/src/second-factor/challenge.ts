import { hasPassed, type Instant, instant, later, minuteMilliseconds } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { type Digest, Secret } from '../kernel/secret.ts';

/**
 * What a passkey is asked to sign: chance, an end, and a keyed hash of both with what the challenge is for. An answer
 * to one that was made for something else, for another session or for another sign-in is no answer. Nothing is stored
 * when it is given out, so that a flood of visitors fills no table; it is stored when it is spent, and that happens
 * once.
 */
export interface Challenge {
  readonly nonce: string;
  readonly expiresAt: Instant;
}

export type ChallengeUse =
  /** Adding the passkey that was started, in this session. */
  | { readonly purpose: 'adding'; readonly session: string; readonly passkey: string }
  /** The second step of the sign-in that this text continues. */
  | { readonly purpose: 'second step'; readonly pending: string }
  /** Signing in without a password: whose it is shows in the answer alone. */
  | { readonly purpose: 'sign-in' };

/** As long as the step between password and second factor: long enough to fetch a key. */
const answerWithin = 10 * minuteMilliseconds;

const nonceLength = 16;

export function newChallenge(
  ports: { readonly digest: Digest; readonly random: Random },
  use: ChallengeUse,
  now: Instant,
): string {
  const bytes = ports.random.bytes(nonceLength);
  const nonce = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const challenge = { nonce, expiresAt: later(now, answerWithin) };
  return `${nonce}.${challenge.expiresAt}.${macOf(ports.digest, challenge, use)}`;
}

/** The challenge in a text, if the authority gave it out for this use and its time is not over. */
export function readChallenge(
  digest: Digest,
  text: string,
  use: ChallengeUse,
  now: Instant,
): Challenge | undefined {
  const [, nonce = '', end = '', mac = ''] = /^([0-9a-f]{32})\.([0-9]{1,15})\.(.{1,100})$/.exec(text) ?? [];
  if (mac === '') return undefined;
  const challenge = { nonce, expiresAt: instant(Number(end)) };
  const isGenuine = new Secret(mac).equals(new Secret(macOf(digest, challenge, use)));
  return isGenuine && !hasPassed(challenge.expiresAt, now) ? challenge : undefined;
}

function macOf(digest: Digest, { nonce, expiresAt }: Challenge, use: ChallengeUse): string {
  return digest.keyed('passkey challenge', JSON.stringify([nonce, expiresAt, ...boundTo(use)]));
}

function boundTo(use: ChallengeUse): readonly string[] {
  switch (use.purpose) {
    case 'adding':
      return [use.purpose, use.session, use.passkey];
    case 'second step':
      return [use.purpose, use.pending];
    case 'sign-in':
      return [use.purpose];
  }
}
