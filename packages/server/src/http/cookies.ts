import type { Instant, Secret } from '@countersign/core';
import type { Incoming } from './incoming.ts';

/**
 * The session cookie. On https it carries the `__Host-` prefix, so that no sibling host can set it; on plain
 * http, which is for localhost alone, browsers would refuse the prefix. `SameSite=Lax`: a link from elsewhere
 * finds the user signed in, a form from elsewhere does not (ASVS 3.3).
 */
export interface SessionCookie {
  read(request: Incoming): string | undefined;
  /** The `Set-Cookie` value that starts a session. */
  start(secret: Secret, expiresAt: Instant): string;
  /** The `Set-Cookie` value that takes it away. */
  end(): string;
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-countersign' : 'countersign';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    read: (request) => readCookie(request.headers.cookie ?? '', name),
    start: (secret, expiresAt) =>
      `${name}=${secret.reveal()}; Expires=${new Date(expiresAt).toUTCString()}; ${attributes}`,
    end: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}

/** The one value under the name. Two of them are an attack or an accident; neither is believed. */
function readCookie(header: string, name: string): string | undefined {
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}
