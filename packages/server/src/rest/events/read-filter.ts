import {
  type AuditFilter,
  type AuditKind,
  filterEntriesMax,
  type Instant,
  instant,
  instantMax,
  isAuditKind,
  kindsWhere,
  malformed,
  ok,
  type Result,
  refuse,
} from '@countersign/core';
import type { AskedValues } from './asked-values.ts';
import { targetKindOf } from './entity-types.ts';
import type { EventAttributes } from './event-attributes.ts';

/** Turns a word by which somebody names a user into what the log calls them; absent when there is nobody. */
export type ActorNames = (word: string) => Promise<string | undefined>;

/**
 * Reads what a query asks as a filter of the log. A value that means nothing is refused, never skipped; of a name
 * that is asked twice with "and", both must fit, which only those can that speak of what happened.
 */
export async function readEventFilter(
  asked: readonly AskedValues[],
  nameActor: ActorNames,
): Promise<Result<AuditFilter>> {
  let filter: AuditFilter = {};
  const seen = new Set<string>();
  for (const { name, values } of asked) {
    if (values.length > filterEntriesMax)
      return refusal(`must give ${name} at most ${filterEntriesMax} values`);
    const part = await readers[name](values, nameActor);
    if (!part.ok) return refusal(`${name} ${part.rule}`);
    if (seen.has(name) && part.filter.kinds === undefined)
      return refusal(`must ask for ${name} once; its alternatives stand behind commas`);
    seen.add(name);
    filter = both(filter, part.filter);
  }
  return ok(filter);
}

type Part =
  | { readonly ok: true; readonly filter: AuditFilter }
  | { readonly ok: false; readonly rule: string };
type Reader = (values: readonly string[], nameActor: ActorNames) => Part | Promise<Part>;

const readers: { readonly [Name in keyof EventAttributes]: Reader } = {
  after: moment((after) => ({ after })),
  before: moment((before) => ({ before })),
  afterId: number((afterNumber) => ({ afterNumber })),
  beforeId: number((beforeNumber) => ({ beforeNumber })),
  id: number((id) => ({ afterNumber: id - 1, beforeNumber: id + 1 })),
  author: names((actors) => ({ actors })),
  subject: names((subjectIds) => ({ subjectIds })),
  event: kinds((type) => kindsWhere(({ effect }) => effect === type)),
  act: kinds((kind) => (isAuditKind(kind) ? [kind] : [])),
  result: kinds((wanted) => kindsWhere(({ result }) => result === wanted)),
  entityType: (values) =>
    part({ targetKinds: values.map(targetKindOf).filter((kind) => kind !== undefined) }),
  target: (targetIds) => part({ targetIds }),
  token: (credentialIds) => part({ credentialIds }),
  address: (addresses) => part({ addresses }),
  request: (requestIds) => part({ requestIds }),
};

/** What fits both. Kinds are the one member that several attributes speak of; numbers have the narrower ends. */
function both(one: AuditFilter, other: AuditFilter): AuditFilter {
  const [first, second] = [one.kinds, other.kinds];
  return {
    ...one,
    ...other,
    kinds:
      first === undefined || second === undefined
        ? (first ?? second)
        : first.filter((kind) => second.includes(kind)),
    afterNumber: Math.max(one.afterNumber ?? 0, other.afterNumber ?? 0),
    beforeNumber: Math.min(one.beforeNumber ?? endless, other.beforeNumber ?? endless),
  };
}

const endless = Number.MAX_SAFE_INTEGER;

function moment(member: (moment: Instant) => AuditFilter): Reader {
  return ([text = '', ...more]) => {
    const read = more.length === 0 ? parseMoment(text) : undefined;
    return read === undefined
      ? broken('must be one date (2026-01-31), moment (2026-01-31T12:00:00Z) or count of milliseconds')
      : part(member(read));
  };
}

const dateForm = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/i;

/** A date begins at midnight UTC. A moment without a zone would be read differently on every server. */
function parseMoment(text: string): Instant | undefined {
  const milliseconds = /^\d{1,15}$/.test(text)
    ? Number(text)
    : dateForm.test(text)
      ? Date.parse(text)
      : Number.NaN;
  return milliseconds >= 0 && milliseconds <= instantMax ? instant(milliseconds) : undefined;
}

function number(member: (number: number) => AuditFilter): Reader {
  return ([text = '', ...more]) =>
    more.length > 0 || !/^\d{1,15}$/.test(text)
      ? broken('must be one number of an event')
      : part(member(Number(text)));
}

function names(member: (ids: readonly string[]) => AuditFilter): Reader {
  return async (values, nameActor) => {
    const ids: string[] = [];
    for (const value of values) {
      const id = await nameActor(value);
      if (id === undefined) return broken('must be an id, a login, me, system or anonymous');
      ids.push(id);
    }
    return part(member(ids));
  };
}

/** The language has read the words: there is no other. */
function kinds(kindsOf: (word: string) => readonly AuditKind[]): Reader {
  return (words) => part({ kinds: words.flatMap(kindsOf) });
}

function part(filter: AuditFilter): Part {
  return { ok: true, filter };
}

function broken(rule: string): Part {
  return { ok: false, rule };
}

function refusal(rule: string): Result<never> {
  return refuse(malformed('query', rule));
}
