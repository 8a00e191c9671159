import type { PublicUrl } from '../config/settings.ts';

const lengthMax = 2_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is its purpose.
const form = /^\/[^\\\u0000-\u0020\u007f]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is its purpose.
const absoluteForm = /^https?:\/\/[^\\\u0000-\u0020\u007f@/?#]+(?:[/?#][^\\\u0000-\u0020\u007f]*)?$/i;

const nowhere: ReadonlySet<string> = new Set();

/**
 * Where to go after sign-in: a path of this authority, or a page of a registered service, whatever the link that led
 * here says. Anything else goes to the start page, so that no link through us ends on another site (open redirect,
 * RFC 9700 §4.11).
 */
export function returnPathOf(
  given: unknown,
  publicUrl: Pick<PublicUrl, 'origin' | 'basePath'>,
  homeOrigins: ReadonlySet<string> = nowhere,
): string {
  const home = `${publicUrl.basePath}/`;
  if (isAbsolute(given)) return pageOf(given, publicUrl, homeOrigins) ?? home;
  if (typeof given !== 'string' || given.length > lengthMax || !form.test(given)) return home;
  if (!URL.canParse(given, publicUrl.origin)) return home;
  // Judged as the browser will read it: dot segments are gone by now, and may have left `//host` behind.
  const url = new URL(given, publicUrl.origin);
  const isOurs = url.origin === publicUrl.origin && url.pathname.startsWith(home);
  const isPlain = !url.pathname.includes('//') && !/%(2f|5c)/i.test(url.pathname);
  return isOurs && isPlain ? url.pathname + url.search + url.hash : home;
}

/** Whether it could be a page outside: only then is it worth asking which services there are. */
export function isAbsolute(given: unknown): given is string {
  return typeof given === 'string' && given.length <= lengthMax && absoluteForm.test(given);
}

/** The scheme, host and port of every home: what is behind one name is one application's to answer for. */
export function homeOriginsOf(homeUrls: readonly string[]): ReadonlySet<string> {
  return new Set(homeUrls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin));
}

function pageOf(
  given: string,
  { origin }: Pick<PublicUrl, 'origin'>,
  homeOrigins: ReadonlySet<string>,
): string | undefined {
  if (!URL.canParse(given)) return undefined;
  const url = new URL(given);
  return url.origin === origin || homeOrigins.has(url.origin) ? url.href : undefined;
}
