import { createHash } from 'node:crypto';
import type { Authority } from '../authority.ts';

type Fields = Record<string, string | string[] | undefined>;

/**
 * Some clients make PKCE verifiers of letters that RFC 7636 §4.1 does not know, as `/`, `+` and `=` (ui-spec §D rule 3).
 * For a service that an administrator marked so, both sides are hashed once more in front of the engine: a verifier of any
 * visible letters becomes one of the letters it takes, and what it compares is as hard to find as before. The length
 * stays as the standard has it, S256 is the only method, and what breaks these rules is passed on as it came, for the
 * engine to refuse.
 */
export async function hashChallenge(
  authority: Authority,
  client: string | string[] | undefined,
  fields: Fields,
): Promise<Fields> {
  const { code_challenge: challenge } = fields;
  if (typeof challenge !== 'string' || !challengeForm.test(challenge)) return fields;
  return (await isLenient(authority, client)) ? { ...fields, code_challenge: hashOf(challenge) } : fields;
}

/** The other side of `hashChallenge`, where a code is redeemed. */
export async function hashVerifier(
  authority: Authority,
  client: string | undefined,
  fields: Fields,
): Promise<Fields> {
  const { code_verifier: verifier } = fields;
  if (typeof verifier !== 'string' || !verifierForm.test(verifier)) return fields;
  return (await isLenient(authority, client)) ? { ...fields, code_verifier: hashOf(verifier) } : fields;
}

/** The base64url form of a SHA-256 (RFC 7636 §4.2). */
const challengeForm = /^[A-Za-z0-9_-]{43}$/;

/** Visible ASCII, as long as RFC 7636 §4.1 asks. */
const verifierForm = /^[!-~]{43,128}$/;

async function isLenient({ facts }: Authority, client: unknown): Promise<boolean> {
  if (typeof client !== 'string') return false;
  const service = await (await facts.prove()).service(client);
  return service?.id === client && service.client?.isVerifierLenient === true;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
