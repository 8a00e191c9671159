import type { Actor } from '../access/actor.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import type { AuditEntry } from './event.ts';

/**
 * The audit log is a hash chain: each event's hash covers the event and the hash before it, so that an edit,
 * a deletion in the middle, a swap or an insertion shows at the first link that no longer fits. Cutting off
 * the end shows against a head that was kept elsewhere.
 */
export interface AuditEvent {
  readonly number: number;
  readonly at: Instant;
  readonly kind: string;
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
  const text = canonicalText(entry);
  return {
    number,
    at: entry.at,
    kind: entry.kind,
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
      headlineOf(event.text) === `${event.at} ${event.kind}`;
    if (!fits) return { ok: false, brokenAt: last.number + 1 };
    last = { number: event.number, hash: event.hash };
  }
  return { ok: true, head: last };
}

function hashOf(number: number, previousHash: string, text: string, digest: Digest): string {
  return digest.text(`${number}\n${previousHash}\n${text}`);
}

/** The columns beside the text are only copies for searching; this ties them to it. */
function headlineOf(text: string): string {
  const match = headline.exec(text);
  return match === null ? '' : `${match[1]} ${match[2]}`;
}

/** How every canonical text begins: its own `at` and `kind` stand first, where nothing inside can imitate them. */
const headline = /^\{"at":(\d+),"kind":"([a-z.-]+)",/;

function canonicalText(entry: AuditEntry): string {
  const { origin, actor } = entry.caller;
  return JSON.stringify({
    at: entry.at,
    kind: entry.kind,
    actor: presentActor(actor),
    subject: entry.subject,
    target: entry.target,
    details: entry.details,
    changes: entry.changes,
    request: { id: origin.requestId, address: origin.address, userAgent: origin.userAgent?.slice(0, 400) },
  });
}

/** Who acted, as the log keeps it: identity and credential, never what it was allowed to do. */
function presentActor(actor: Actor): object {
  switch (actor.kind) {
    case 'user':
      return { kind: 'user', id: actor.userId, login: actor.login, via: actor.via };
    case 'service':
      return { kind: 'service', id: actor.serviceId };
    default:
      return { kind: actor.kind };
  }
}
