import type { Actor } from '../access/actor.ts';
import type { AuditEntry } from './event.ts';

/**
 * An event as the log keeps it: one line of JSON, and a few copies of what it says, for searching. The text is
 * what is hashed and what readers are shown; a copy is worth what the text says and never more.
 */
export interface AuditCopies {
  readonly at: number;
  readonly kind: string;
  /** The id of the user or service that acted; otherwise the word for who it was: `system`, `anonymous`. */
  readonly actor: string | undefined;
  readonly subjectId: string | undefined;
  readonly targetKind: string | undefined;
  readonly targetId: string | undefined;
  readonly credentialId: string | undefined;
  readonly address: string | undefined;
  readonly requestId: string | undefined;
}

/** What a text says, as far as it says it in the form that we write. Details and changes are shown as they stand. */
export interface AuditRecord {
  readonly actor: RecordedActor;
  readonly subject: string | undefined;
  readonly target: RecordedThing;
  readonly details: Readonly<Record<string, unknown>>;
  readonly changes: readonly RecordedChange[];
  readonly request: {
    readonly id: string | undefined;
    readonly address: string | undefined;
    readonly userAgent: string | undefined;
  };
}

export interface RecordedActor {
  readonly kind: string | undefined;
  readonly id: string | undefined;
  readonly login: string | undefined;
  readonly via: RecordedThing | undefined;
}

export interface RecordedThing {
  readonly kind: string | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
}

export interface RecordedChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Writes an event down. Its own moment and kind stand first, so that a line of the log reads from the left. */
export function writeEventText(entry: AuditEntry): string {
  const { origin, actor } = entry.caller;
  return JSON.stringify({
    at: entry.at,
    kind: entry.kind,
    actor: writeActor(actor),
    subject: entry.subject,
    target: entry.target,
    details: entry.details,
    changes: entry.changes,
    request: { id: origin.requestId, address: origin.address, userAgent: origin.userAgent?.slice(0, 400) },
  });
}

/** Reads a text for people. One that somebody wrote by hand is read as far as it goes, and never fails. */
export function readEventText(text: string): AuditRecord {
  return readEvent(asObject(parse(text)) ?? {});
}

function readEvent(event: Json): AuditRecord {
  const actor = asObject(event.actor) ?? {};
  const request = asObject(event.request) ?? {};
  return {
    actor: {
      kind: asText(actor.kind),
      id: asText(actor.id),
      login: asText(actor.login),
      via: actor.via === undefined ? undefined : asThing(actor.via),
    },
    subject: asText(event.subject),
    target: asThing(event.target),
    details: asObject(event.details) ?? {},
    changes: asChanges(event.changes),
    request: {
      id: asText(request.id),
      address: asText(request.address),
      userAgent: asText(request.userAgent),
    },
  };
}

/** The copies of a text; absent when it has no moment or kind, and so is none of ours. */
export function copiesOf(text: string): AuditCopies | undefined {
  const event = asObject(parse(text));
  if (typeof event?.at !== 'number' || typeof event.kind !== 'string') return undefined;
  const { actor, subject, target, request } = readEvent(event);
  return {
    at: event.at,
    kind: event.kind,
    actor: asCopy(actor.id ?? actor.kind),
    subjectId: asCopy(subject),
    targetKind: asCopy(target.kind),
    targetId: asCopy(target.id),
    credentialId: asCopy(actor.via?.id),
    address: asCopy(request.address),
    requestId: asCopy(request.id),
  };
}

/** Who acted, as the log keeps it: identity and credential, never what it was allowed to do. */
function writeActor(actor: Actor): object {
  switch (actor.kind) {
    case 'user':
      return {
        kind: 'user',
        id: actor.userId,
        login: actor.login,
        via: { kind: actor.via.kind, id: actor.via.id },
      };
    case 'service':
      return { kind: 'service', id: actor.serviceId };
    default:
      return { kind: actor.kind };
  }
}

/**
 * Only what every engine stores to the letter is copied. What we write is all of that form; the id of a row that
 * somebody forged may be anything.
 */
function asCopy(text: string | undefined): string | undefined {
  return text !== undefined && copyForm.test(text) ? text : undefined;
}

const copyForm = /^[\x21-\x7e][\x20-\x7e]{0,199}$/;

function asThing(value: unknown): RecordedThing {
  const thing = asObject(value) ?? {};
  return { kind: asText(thing.kind), id: asText(thing.id), name: asText(thing.name) };
}

function asChanges(value: unknown): readonly RecordedChange[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const change = asObject(item);
    const field = asText(change?.field);
    return field === undefined ? [] : [{ field, before: change?.before, after: change?.after }];
  });
}

type Json = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Json;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whoever can write the database can write a text that is no JSON: it says nothing, and is no defect of ours. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
