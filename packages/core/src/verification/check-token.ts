import type { AccessToken } from '../credentials/access-token.ts';
import type { TokenFacts } from '../credentials/permanent-token.ts';
import type { ServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import { decide } from './decide.ts';
import type { ProvedFacts } from './facts.ts';
import { bare, type Possession } from './possession.ts';
import { inactive, type ServiceVerdict, type Verdict } from './verdict.ts';

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
  possession: Possession = bare,
): Promise<Verdict<UserToken> | ServiceVerdict> {
  const read = readBearer(presented);
  if (read === undefined) return inactive('malformed');
  const hash = ports.digest.secret(read.secret);
  const token = await (read.kind === 'permanentToken'
    ? ports.facts.token(hash)
    : ports.facts.accessToken(hash));
  if (token === undefined) return inactive('unknown');
  const now = ports.clock.now();
  if (token.kind === 'service-token') {
    const client = await ports.facts.service(token.clientId);
    return decide({ credential: token, client, possession, service, now });
  }
  const subject = await ports.facts.subject(token.userId);
  const catalog = await ports.facts.catalog();
  return decide({ credential: token, subject, possession, catalog, service, now });
}

/** The same where only somebody can come in: a service by itself acts for nobody. */
export async function checkUserToken(
  ports: CheckPorts,
  presented: string,
  service: ServiceId,
  possession: Possession = bare,
): Promise<Verdict<UserToken>> {
  const verdict = await checkToken(ports, presented, service, possession);
  return verdict.active && verdict.subject === undefined ? inactive('acts-for-nobody') : verdict;
}

type UserToken = TokenFacts | AccessToken;

/** Whether it is of a form that can open a door at all: whatever is not is worth no question to the store. */
export function isBearerForm(presented: string): boolean {
  return readBearer(presented) !== undefined;
}

/** Its kind stands in the text itself, so that each is looked up in one place. */
function readBearer(
  presented: string,
): { readonly kind: 'permanentToken' | 'accessToken'; readonly secret: Secret } | undefined {
  for (const kind of ['permanentToken', 'accessToken'] as const) {
    const secret = parseTokenText(kind, presented);
    if (secret !== undefined) return { kind, secret };
  }
  return undefined;
}
