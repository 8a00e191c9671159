import type { PermanentToken } from '../credentials/permanent-token.ts';
import type { ServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import { decide } from './decide.ts';
import type { ProvedFacts } from './facts.ts';
import { inactive, type Verdict } from './verdict.ts';

export interface CheckPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly facts: ProvedFacts;
}

/**
 * Checks a presented token at a service's door: shape, digest, facts, decision. Introspection, forward-auth and
 * the authority's own API all come through here. Junk is refused before anything is looked up. Never writes;
 * throws only when the store cannot be asked.
 */
export async function checkToken(
  ports: CheckPorts,
  presented: string,
  service: ServiceId,
): Promise<Verdict<PermanentToken>> {
  const secret = parseTokenText('permanentToken', presented);
  if (secret === undefined) return inactive('malformed');
  const token = await ports.facts.token(ports.digest.secret(secret));
  if (token === undefined) return inactive('unknown');
  const subject = await ports.facts.subject(token.userId);
  const catalog = await ports.facts.catalog();
  return decide({ credential: token, subject, catalog, service, now: ports.clock.now() });
}
