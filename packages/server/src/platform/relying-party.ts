import { isIP } from 'node:net';
import type { PublicUrl } from '../config/settings.ts';

/** This authority as authenticators know it: passkeys belong to its host, and answer pages of its origin alone. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** Absent where the public address has no name: browsers make no passkey for a bare IP address (WebAuthn §5.1.2). */
export function relyingPartyOf({ origin }: Pick<PublicUrl, 'origin'>): RelyingParty | undefined {
  const { hostname } = new URL(origin);
  const isAddress = hostname.startsWith('[') || isIP(hostname) !== 0;
  return isAddress ? undefined : { id: hostname, origin };
}
