import { newId, type ServiceSecretId } from '../kernel/id.ts';
import { hasPassed, type Instant } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import type { Digest, Secret, SecretHash } from '../kernel/secret.ts';
import { newTokenText } from '../kernel/token-text.ts';

/** With what a service shows who it is: the digest of a secret that was shown once. */
export interface ServiceSecret {
  /** By which it is listed and ended, and its use counted. */
  readonly id: ServiceSecretId;
  readonly hash: SecretHash;
  /** The last four characters, to tell one secret from another in a list. */
  readonly hint: string;
  readonly createdAt: Instant;
}

/** One that was replaced, and is good beside its successor until its end. */
export interface EarlierSecret extends ServiceSecret {
  readonly endsAt: Instant;
}

/** Two at most are good at a time. */
interface Secrets {
  readonly secret: ServiceSecret | undefined;
  readonly earlierSecret?: EarlierSecret | undefined;
}

/** For so long, in seconds, an earlier secret may stay good. */
export const overlapSecondsMax = 7 * 24 * 3_600;

export function makeSecret(
  ports: { readonly random: Random; readonly digest: Digest },
  now: Instant,
): { readonly secret: Secret; readonly stored: ServiceSecret } {
  const secret = newTokenText('clientSecret', ports.random);
  return {
    secret,
    stored: {
      id: newId(ports.random),
      hash: ports.digest.secret(secret),
      hint: secret.reveal().slice(-4),
      createdAt: now,
    },
  };
}

/** The earlier secret, as long as it is good. */
export function earlierSecretOf({ earlierSecret }: Secrets, now: Instant): EarlierSecret | undefined {
  return earlierSecret === undefined || hasPassed(earlierSecret.endsAt, now) ? undefined : earlierSecret;
}

/** All that a service may show, the newest first. */
export function goodSecretsOf(service: Secrets, now: Instant): readonly (ServiceSecret | EarlierSecret)[] {
  return [service.secret, earlierSecretOf(service, now)].filter((secret) => secret !== undefined);
}
