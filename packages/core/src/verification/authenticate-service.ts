import type { ServiceSecretId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import type { Result } from '../refusal.ts';
import type { Service } from '../services/service.ts';
import { goodSecretsOf } from '../services/service-secret.ts';
import type { ProvedFacts } from './facts.ts';

export interface AuthenticatedService {
  readonly service: Service;
  /** With which of its secrets. */
  readonly secretId: ServiceSecretId;
}

/**
 * A service proves who it is with its id or key and its secret (RFC 6749 §2.3.1): the one in force, or the one before it
 * as long as that is good. The digests are compared: they are of the same length, and their content is not the caller's
 * to choose, so timing teaches nothing.
 */
export async function authenticateService(
  ports: { readonly clock: Clock; readonly digest: Digest; readonly facts: ProvedFacts },
  clientId: string,
  clientSecret: string,
): Promise<Result<AuthenticatedService>> {
  const secret = parseTokenText('clientSecret', clientSecret);
  if (secret === undefined)
    return refuse({ kind: 'client-unauthenticated', internalReason: 'malformed secret' });
  const service = await ports.facts.service(clientId);
  if (service?.secret === undefined)
    return refuse({ kind: 'client-unauthenticated', internalReason: 'unknown service' });
  const hash = ports.digest.secret(secret);
  const shown = goodSecretsOf(service, ports.clock.now()).find((good) => good.hash === hash);
  return shown === undefined
    ? refuse({ kind: 'client-unauthenticated', internalReason: 'wrong secret' })
    : ok({ service, secretId: shown.id });
}
