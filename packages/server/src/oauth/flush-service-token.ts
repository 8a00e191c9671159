import {
  issueServiceToken,
  later,
  malformed,
  ok,
  type Result,
  refuse,
  revokeServiceToken,
  Secret,
  type ServiceId,
  trustId,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { EngineWrite, RequestLedger } from './request-ledger.ts';
import { openIdWords } from './scope-words.ts';

/** Commits the one thing that a service does with a token of its own: it gets one, or gives one back. */
export async function flushServiceToken(
  authority: Authority,
  { caller, narrowedTo, askedScope }: RequestLedger,
  write: EngineWrite,
): Promise<Result<void>> {
  const { digest, clock, store } = authority;
  const hash = digest.secret(new Secret(write.id));
  if (write.kind !== 'put') {
    const token = await store.tables.serviceTokens.findByHash(hash);
    if (token === undefined) return ok(undefined);
    const revoked = await revokeServiceToken(authority, asService(caller, token.clientId), hash);
    // Whoever gives it back second has what they wanted.
    return revoked.ok || revoked.refusal.kind === 'not-found' ? ok(undefined) : revoked;
  }
  const words = (askedScope ?? '').split(' ').filter((word) => openIdWords.has(word));
  if (words.length > 0) return refuse(malformed('scope', 'must name services alone: nobody signs in'));
  const client = trustId<ServiceId>(String(write.payload.clientId));
  const issued = await issueServiceToken(authority, asService(caller, client), {
    hash,
    client,
    audience: narrowedTo ?? [],
    keyThumbprint: write.payload.jkt,
    expiresAt: later(clock.now(), write.seconds * 1_000),
  });
  return issued.ok ? ok(undefined) : issued;
}

function asService(caller: RequestLedger['caller'], serviceId: ServiceId): RequestLedger['caller'] {
  return { ...caller, actor: { kind: 'service', serviceId } };
}
