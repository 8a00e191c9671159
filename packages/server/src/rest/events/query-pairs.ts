import { malformed, ok, type Result, refuse } from '@countersign/core';

/** One `name: value` of a query; several values are alternatives. */
export interface QueryPair {
  readonly name: string;
  readonly values: readonly [string, ...string[]];
}

const lengthMax = 2_000;

/** A name and its colon; then one value, in braces or without spaces, and further ones after commas. */
const pairForm = /^([A-Za-z]+)\s*:\s*/;
const bracedForm = /^\{((?:[^{}\\]|\\.)*)\}/;
const bareForm = /^[^\s,{}]+/;
const commaForm = /^\s*,\s*/;
const gapForm = /^(?:\s+and(?=\s)\s+|\s+|$)/i;

/**
 * Reads `name: value name: {a value}, other`, with or without `and` between: conjunctions of one level, which is
 * what the filter of the log can hold. Names are compared in lower case.
 */
export function readQueryPairs(text: string): Result<readonly QueryPair[]> {
  if (text.length > lengthMax) return refuse(malformed('query', `must be at most ${lengthMax} characters`));
  const pairs: QueryPair[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const taken = takePair(rest);
    if (taken === undefined) return refuse(malformed('query', `must be "name: value" at "${shown(rest)}"`));
    pairs.push(taken.pair);
    rest = taken.rest;
  }
  return ok(pairs);
}

function takePair(text: string): { readonly pair: QueryPair; readonly rest: string } | undefined {
  const [head, name] = pairForm.exec(text) ?? [];
  if (head === undefined || name === undefined) return undefined;
  let rest = text.slice(head.length);
  const values: string[] = [];
  for (;;) {
    const [whole, inBraces] = bracedForm.exec(rest) ?? bareForm.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    values.push(inBraces === undefined ? whole : inBraces.replaceAll(/\\(.)/g, '$1').trim());
    rest = rest.slice(whole.length);
    const [comma] = commaForm.exec(rest) ?? [];
    if (comma === undefined) break;
    rest = rest.slice(comma.length);
  }
  const [gap] = gapForm.exec(rest) ?? [];
  const [first, ...others] = values;
  if (gap === undefined || first === undefined) return undefined;
  return { pair: { name: name.toLowerCase(), values: [first, ...others] }, rest: rest.slice(gap.length) };
}

function shown(text: string): string {
  const points = [...text];
  return points.length > 40 ? `${points.slice(0, 40).join('')}…` : text;
}
