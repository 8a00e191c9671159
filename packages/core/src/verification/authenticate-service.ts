import { ok, refuse } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import type { Result } from '../refusal.ts';
import type { Service } from '../services/service.ts';
import type { ProvedFacts } from './facts.ts';

/**
 * A service proves who it is with its id or key and its secret (RFC 6749 §2.3.1). The digests are compared:
 * they are of the same length, and their content is not the caller's to choose, so timing teaches nothing.
 */
export async function authenticateService(
  ports: { readonly digest: Digest; readonly facts: ProvedFacts },
  clientId: string,
  clientSecret: string,
): Promise<Result<Service>> {
  const secret = parseTokenText('clientSecret', clientSecret);
  if (secret === undefined)
    return refuse({ kind: 'client-unauthenticated', internalReason: 'malformed secret' });
  const service = await ports.facts.service(clientId);
  if (service?.secret === undefined)
    return refuse({ kind: 'client-unauthenticated', internalReason: 'unknown service' });
  if (service.secret.hash !== ports.digest.secret(secret)) {
    return refuse({ kind: 'client-unauthenticated', internalReason: 'wrong secret' });
  }
  return ok(service);
}
