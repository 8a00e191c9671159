import {
  type BodyShape,
  type FieldError,
  type FieldTree,
  type ListQuery,
  parseFieldsParameter,
  parseListQuery,
  parseSingle,
  type Reading,
  readBody,
  type Sortable,
} from '@countersign/api';
import {
  type FieldRule,
  type GroupId,
  guestUserId,
  malformed,
  notFound,
  ok,
  type Page,
  type PageRequest,
  parseId,
  type Refusal,
  type Result,
  refuse,
  type UserId,
} from '@countersign/core';
import type { RestRequest } from './endpoint-handler.ts';

/** Reads what routes have in common, each failure named by field and rule. */

/** `me`, `guest`, or an id. An id that cannot be one names nobody. */
export function readUserId(request: RestRequest): Result<UserId> {
  return parseUserId(request, request.parameters.userId ?? '');
}

export function parseUserId({ caller }: RestRequest, text: string): Result<UserId> {
  if (text === 'guest') return ok(guestUserId);
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  if (text === 'me') return ok(caller.actor.userId);
  const id = parseId<UserId>(text);
  return id === undefined ? refuse(notFound('user')) : ok(id);
}

/** An id that cannot be one names no group. */
export function readGroupId({ caller, parameters }: RestRequest): Result<GroupId> {
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const id = parseId<GroupId>(parameters.groupId ?? '');
  return id === undefined ? refuse(notFound('group')) : ok(id);
}

export function readFields(request: RestRequest): Result<FieldTree | undefined> {
  return fromReading(parseFieldsParameter(request.query));
}

/** A list's window. `$top=-1` asks for one row more than may be answered, so that too many shows. */
export function readListQuery<Field extends string>(
  request: RestRequest,
  sortable: Sortable<Field>,
  topMax: number,
): Result<{ readonly query: ListQuery<Field>; readonly page: PageRequest<Field> }> {
  const reading = fromReading(parseListQuery(request.query, { topMax, sortable }));
  if (!reading.ok) return reading;
  return ok({ query: reading.value, page: pageRequestOf(reading.value, topMax) });
}

export function pageRequestOf<Field extends string>(
  { skip, top, order }: ListQuery<Field>,
  topMax: number,
): PageRequest<Field> {
  const orderBy = order.map(({ field, direction }) => ({ key: field, descending: direction === 'desc' }));
  return { skip, top: top === 'all' ? topMax : top, orderBy };
}

/** The part of a whole list that was asked for. */
export function cutPage<Item>(items: readonly Item[], { skip, top }: PageRequest): Page<Item> {
  return { items: items.slice(skip, skip + top), total: items.length };
}

/** A query parameter that is no text of a list's, given once at most. */
export function readParameter(request: RestRequest, name: string): Result<string | undefined> {
  return fromReading(parseSingle(request.query, name));
}

/** Refuses to cut a list in silence: who asked for all of it gets all of it or is told the limit. */
export function checkWhole(query: ListQuery, page: Page<unknown>, topMax: number): Result<void> {
  if (query.top !== 'all' || page.total - query.skip <= topMax) return ok(undefined);
  return refuse(
    malformed(
      '$top',
      `cannot be -1 here: there are ${page.total} and at most ${topMax} are answered at once`,
    ),
  );
}

export function readBodyAs<Shape extends BodyShape>(shape: Shape, body: unknown) {
  const reading = readBody(shape as BodyShape<Shape['schema']>, body);
  return reading.ok
    ? ok({ body: reading.value, ignored: reading.ignored })
    : refuse(fromErrors(reading.errors));
}

/** Something that a body names by id or key. */
export interface NamedInBody {
  readonly id?: string | undefined;
  readonly key?: string | undefined;
}

export function readNamed({ id, key }: NamedInBody): string {
  return id ?? key ?? '';
}

export function readGroupIds(ids: readonly { readonly id: string }[]): Result<readonly GroupId[]> {
  const parsed: GroupId[] = [];
  for (const [index, { id }] of ids.entries()) {
    const group = parseId<GroupId>(id);
    if (group === undefined) return refuse(malformed(`viewers.${index}.id`, 'names no group'));
    parsed.push(group);
  }
  return ok(parsed);
}

export function fromReading<Value>(reading: Reading<Value>): Result<Value> {
  return reading.ok ? ok(reading.value) : refuse(fromErrors(reading.errors));
}

function fromErrors(errors: readonly FieldError[]): Refusal {
  const [first = { field: 'body', rule: 'is malformed' }, ...rest] = errors;
  const fields: readonly [FieldRule, ...FieldRule[]] = [first, ...rest];
  return { kind: 'malformed', fields };
}
