import type { UseReport } from '@countersign/api';
import type { Entry } from './use-tally.ts';

/** As many entries as fit into the longest report that an authority takes. */
export const entriesOfReportMax = 250;

/** The authority takes no higher count at once. */
const countMax = 1_000_000_000;

/** What is sent of entries; times in seconds. What a client chose, its agent and maybe its address, breaks no report. */
export function reportOf(entries: readonly Entry[]): UseReport {
  const uses: UseReport['uses'] = [];
  const permissions: UseReport['permissions'] = [];
  for (const entry of entries) {
    const told = {
      jti: entry.credentialId,
      count: Math.min(entry.count, countMax),
      last: Math.max(0, Math.floor(entry.lastAt)) / 1_000,
    };
    if (entry.kind === 'exercise') permissions.push({ ...told, permission: entry.permission });
    else uses.push({ ...told, address: plainAddress(entry.address), user_agent: oneLine(entry.userAgent) });
  }
  return { uses, permissions };
}

const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4Form = new RegExp(`^${byte}(?:\\.${byte}){3}$`);
const ipv6Letters = /^[0-9a-f.]*:[0-9a-f:.]*$/i;

/** An address without its zone; what is none, as a client may have written into a header, is not known. */
export function plainAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (ipv4Form.test(bare)) return bare;
  const url = ipv6Letters.test(bare) ? URL.parse(`http://[${bare}]/`) : null;
  return url?.hostname.slice(1, -1);
}

function oneLine(text: string | undefined): string | undefined {
  return text?.toWellFormed().replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
