import type { PublicUrl } from '../config/settings.ts';

const lengthMax = 2_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is its purpose.
const form = /^\/[^\\\u0000-\u0020\u007f]*$/;

/**
 * Where to go after sign-in: a path of this authority, whatever the link that led here says. Anything else goes
 * to the start page, so that no link through us ends on another site (open redirect, RFC 9700 §4.11).
 */
export function returnPathOf(given: unknown, publicUrl: Pick<PublicUrl, 'origin' | 'basePath'>): string {
  const home = `${publicUrl.basePath}/`;
  if (typeof given !== 'string' || given.length > lengthMax || !form.test(given)) return home;
  if (!URL.canParse(given, publicUrl.origin)) return home;
  // Judged as the browser will read it: dot segments are gone by now, and may have left `//host` behind.
  const url = new URL(given, publicUrl.origin);
  const isOurs = url.origin === publicUrl.origin && url.pathname.startsWith(home);
  const isPlain = !url.pathname.includes('//') && !/%(2f|5c)/i.test(url.pathname);
  return isOurs && isPlain ? url.pathname + url.search + url.hash : home;
}
