import { type Attributes, findName, type PlainAttribute, type PlainAttributes } from './attributes.ts';
import { takesRangeIn } from './parse.ts';
import { type NameToken, type Token, tokenize } from './tokens.ts';

/** What is being written at the caret: a value, the field of a tuple, or the next part of the query. */
export type CaretPlace = Written &
  (
    | { readonly kind: 'value'; readonly name: string; readonly attribute: PlainAttribute }
    | { readonly kind: 'field'; readonly fields: PlainAttributes }
    | { readonly kind: 'item'; readonly keywords: readonly ('and' | 'or' | 'not')[] }
    | { readonly kind: 'nowhere' }
  );

interface Written {
  /** Of the piece that the caret stands in or behind; both are the caret where there is none. */
  readonly start: number;
  readonly end: number;
  /** That piece up to the caret, without brace, quote or escapes. */
  readonly typed: string;
  readonly isBraced: boolean;
  /** Whether the colon or bracket of a name stands there already. */
  readonly isFollowedBySign: boolean;
}

/** Finds out what is being written. A caret outside the text is taken to stand at its nearer end. */
export function findPlace(query: string, caret: number, attributes: Attributes): CaretPlace {
  const position = Math.max(0, Math.min(Math.trunc(caret) || 0, query.length));
  const tokens = tokenize(query, takesRangeIn(attributes));
  const current = tokens.find((token) => isWritten(token, position));
  const before = tokens.filter((token) => token.end <= position && token !== current);
  const written = writtenAt(query, position, current);
  const tuple = openTuple(before);
  const asked = current?.kind === 'name' || current?.kind === 'tuple' ? undefined : askedName(before, tuple);
  if (asked !== undefined) {
    const attribute = attributeNamed(asked, tuple, attributes);
    if (attribute !== undefined) return { ...written, kind: 'value', ...attribute };
    return { ...written, kind: 'nowhere' };
  }
  if (tuple !== undefined) {
    const fields = fieldsOf(tuple, attributes);
    const isFieldNext = before.at(-1) === tuple || before.at(-1)?.kind === 'comma';
    return fields === undefined || !isFieldNext
      ? { ...written, kind: 'nowhere' }
      : { ...written, kind: 'field', fields };
  }
  return { ...written, kind: 'item', keywords: followsItem(before.at(-1)) ? ['and', 'or', 'not'] : ['not'] };
}

/** Whether the caret stands inside a piece that it can complete, or right behind it. */
function isWritten(token: Token, position: number): boolean {
  if (token.start >= position) return false;
  switch (token.kind) {
    case 'name':
    case 'tuple':
      return position <= token.start + token.name.length;
    case 'open':
    case 'close':
    case 'comma':
    case 'colon':
      return false;
    default:
      return position <= token.end;
  }
}

function writtenAt(query: string, position: number, current: Token | undefined): Written {
  if (current === undefined) {
    return { start: position, end: position, typed: '', isBraced: false, isFollowedBySign: false };
  }
  const isName = current.kind === 'name' || current.kind === 'tuple';
  const isWord = current.kind === 'value' || current.kind === 'text';
  const isBraced = isWord && current.delimiter !== '';
  const typed = query.slice(current.start, position).replace(isWord ? /^\*?[{"]|^\*/ : '', '');
  return {
    start: current.start,
    end: isName ? current.start + current.name.length : current.end,
    typed: isBraced ? typed.replaceAll(/\\([\\}"])/g, '$1') : typed,
    isBraced,
    isFollowedBySign: isName,
  };
}

/** The name whose value stands next: right behind its colon, or behind a comma that does not lead to a field. */
function askedName(before: readonly Token[], tuple: NameToken | undefined): NameToken | undefined {
  const last = before.at(-1);
  if (last?.kind === 'name') return last;
  if (tuple !== undefined || last?.kind !== 'comma' || before.at(-2)?.kind !== 'value') return undefined;
  return before.findLast((token): token is NameToken => token.kind === 'name');
}

/** The tuple that is open, unless a bracket inside it is. */
function openTuple(before: readonly Token[]): NameToken | undefined {
  const open: (NameToken | undefined)[] = [];
  for (const token of before) {
    if (token.kind === 'tuple') open.push(token);
    else if (token.kind === 'open') open.push(undefined);
    else if (token.kind === 'close') open.pop();
  }
  return open.at(-1);
}

function fieldsOf(tuple: NameToken, attributes: Attributes): PlainAttributes | undefined {
  const name = findName(attributes, tuple.name);
  const attribute = name === undefined ? undefined : attributes[name];
  return attribute?.kind === 'tuple' ? attribute.fields : undefined;
}

function attributeNamed(
  { name: typed }: NameToken,
  tuple: NameToken | undefined,
  attributes: Attributes,
): { readonly name: string; readonly attribute: PlainAttribute } | undefined {
  const siblings = tuple === undefined ? attributes : (fieldsOf(tuple, attributes) ?? {});
  const name = findName(siblings, typed);
  const attribute = name === undefined ? undefined : siblings[name];
  if (name === undefined || attribute === undefined || attribute.kind === 'tuple') return undefined;
  const owner = tuple === undefined ? undefined : findName(attributes, tuple.name);
  return { name: owner === undefined ? name : `${owner}.${name}`, attribute };
}

/** Whether something to look for ends here, so that a keyword may come. */
function followsItem(last: Token | undefined): boolean {
  return last?.kind === 'value' || last?.kind === 'text' || last?.kind === 'close';
}
