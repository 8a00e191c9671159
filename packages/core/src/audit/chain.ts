import type { Instant } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import type { AuditEntry } from './event.ts';
import { type AuditCopies, copiesOf, writeEventText } from './event-text.ts';

/**
 * The audit log is a hash chain: each event's hash covers the event and the hash before it, so that an edit,
 * a deletion in the middle, a swap or an insertion shows at the first link that no longer fits. Cutting off
 * the end shows against a head that was kept elsewhere.
 */
export interface AuditEvent extends AuditCopies {
  readonly number: number;
  readonly at: Instant;
  /** The whole event as canonical JSON: what is hashed is what is stored. */
  readonly text: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The end of the chain: the number and hash of its last event. */
export interface AuditHead {
  readonly number: number;
  readonly hash: string;
}

/** The head of an empty log. */
export const genesis: AuditHead = { number: 0, hash: '' };

/** Links the next event to the chain. */
export function linkEvent(head: AuditHead, entry: AuditEntry, digest: Digest): AuditEvent {
  const number = head.number + 1;
  const text = writeEventText(entry);
  const copies = copiesOf(text);
  if (copies === undefined) throw new TypeError('an event that was just written cannot be read');
  return {
    ...copies,
    number,
    at: entry.at,
    text,
    previousHash: head.hash,
    hash: hashOf(number, head.hash, text, digest),
  };
}

/** The number of the first event that does not fit the chain after `head`, or the new head. */
export function verifyLinks(
  head: AuditHead,
  events: Iterable<AuditEvent>,
  digest: Digest,
): { readonly ok: true; readonly head: AuditHead } | { readonly ok: false; readonly brokenAt: number } {
  let last = head;
  for (const event of events) {
    const fits =
      event.number === last.number + 1 &&
      event.previousHash === last.hash &&
      event.hash === hashOf(event.number, last.hash, event.text, digest) &&
      saysWhatItsCopiesSay(event);
    if (!fits) return { ok: false, brokenAt: last.number + 1 };
    last = { number: event.number, hash: event.hash };
  }
  return { ok: true, head: last };
}

function hashOf(number: number, previousHash: string, text: string, digest: Digest): string {
  return digest.text(`${number}\n${previousHash}\n${text}`);
}

/** The hash covers the text alone; this ties the columns beside it, by which events are found, to the text. */
function saysWhatItsCopiesSay(event: AuditEvent): boolean {
  const said = copiesOf(event.text);
  return said !== undefined && copyNames.every((name) => event[name] === said[name]);
}

/** Every copy there is, or this does not compile. */
const copies: { readonly [Name in keyof AuditCopies]: true } = {
  at: true,
  kind: true,
  actor: true,
  subjectId: true,
  targetKind: true,
  targetId: true,
  credentialId: true,
  address: true,
  requestId: true,
};
const copyNames = Object.keys(copies) as (keyof AuditCopies)[];
