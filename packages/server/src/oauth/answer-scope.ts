import type { Context } from 'koa';
import type { Authority } from '../authority.ts';
import { ledgerNow } from './request-ledger.ts';
import { audienceOf, resolveServices } from './resolve-services.ts';
import { openIdWords } from './scope-words.ts';

/**
 * Reads for which services an access token is asked at the token endpoint, where it is asked for some. False where an
 * item names none: to the client that is the same as one that was not granted.
 */
export async function readNarrowing(authority: Authority): Promise<boolean> {
  const ledger = ledgerNow();
  if (ledger.askedScope === undefined) return true;
  const { found, unknown } = await resolveServices(authority, ledger.askedScope);
  ledger.narrowedTo = audienceOf(found);
  return unknown === undefined;
}

/**
 * Says in the answer what was granted: services literally as they were asked for, as clients of this dialect compare
 * texts, beside the words of OpenID Connect.
 */
export function nameScope(ctx: Context): void {
  const body = ctx.body as { scope?: string; access_token?: string } | undefined;
  if (body?.access_token === undefined) return;
  const ledger = ledgerNow();
  const words = (body.scope ?? '').split(' ').filter((word) => openIdWords.has(word));
  const asked = ledger.askedScope?.split(' ').filter((item) => item !== '' && !openIdWords.has(item));
  const granted = [...ledger.grants.values()].flatMap((grant) => grant.asked);
  body.scope = [...words, ...(asked ?? granted)].join(' ');
}
