const surrogateFirst = 0xd800;
const surrogateLast = 0xdfff;
const codePointLast = 0x10ffff;

/**
 * The first text behind all those that begin with a prefix, in the order of code points, which is the order of the
 * bytes of UTF-8. Nothing when there is none, as for the empty prefix.
 */
export function prefixEnd(prefix: string): string | undefined {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? codePointLast;
    if (point === codePointLast) continue;
    // A surrogate alone is no character, and no database would take it.
    const next = point + 1 === surrogateFirst ? surrogateLast + 1 : point + 1;
    return points.join('') + String.fromCodePoint(next);
  }
  return undefined;
}
