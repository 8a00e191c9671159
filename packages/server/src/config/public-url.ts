import { ok, refuse } from '@countersign/core';
import type { PublicUrl } from './settings.ts';
import { textRule, type ValueRule } from './value-rule.ts';

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The base path becomes the beginning of routes and of redirects: plain segments alone, nothing to escape. */
const basePathForm = /^(\/[A-Za-z0-9._~-]+)*$/;

/** Reads the public URL. Browsers offer cookies with a locked name and secure contexts on https and on loopback alone. */
export const publicUrl: ValueRule<PublicUrl> = textRule((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text) || text !== text.trim()) {
    return refuse('must be an http or https URL, such as https://id.example.com');
  }
  if (/[?#@]/.test(text)) return refuse('must have no user, query or fragment');
  const basePath = url.pathname.replace(/\/$/, '');
  if (!basePathForm.test(basePath)) {
    return refuse('must have a path of plain segments (letters, digits and . _ ~ -), or none');
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    return refuse(
      'must be https: over plain http passwords and tokens can be read on the way, so it is only for localhost, 127.0.0.1 and [::1]',
    );
  }
  const { origin } = url;
  return ok(
    Object.freeze({ href: origin + basePath, origin, basePath, isSecure: url.protocol === 'https:' }),
  );
});
