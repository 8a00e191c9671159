/** The order of a list: one or more `field[:asc|:desc]`, separated by commas, in any case. */
import { quoted, type Reading, readable, unreadable } from './field-error.ts';

export type Direction = 'asc' | 'desc';

/** The fields a list can be ordered by, each with the direction it takes when none is given. */
export type Sortable<Field extends string = string> = Readonly<Record<Field, Direction>>;

export interface OrderTerm<Field extends string = string> {
  readonly field: Field;
  readonly direction: Direction;
}

const lengthMax = 200;

/** Reads the text of the query parameter `orderBy`; of a field given twice the first place counts. */
export function parseOrder<Field extends string>(
  text: string,
  sortable: Sortable<Field>,
): Reading<readonly OrderTerm<Field>[]> {
  if (text.length > lengthMax) return unreadable('orderBy', `must be at most ${lengthMax} characters`);
  const fields = Object.keys(sortable) as Field[];
  const terms: OrderTerm<Field>[] = [];
  for (const item of text.split(',')) {
    const [name = '', direction, ...rest] = item.split(':').map((part) => part.trim().toLowerCase());
    if (name === '' && direction === undefined) continue;
    const field = fields.find((known) => known.toLowerCase() === name);
    if (field === undefined) {
      return unreadable(
        'orderBy',
        `cannot use ${quoted(name)}; this list is ordered by ${fields.join(', ')}`,
      );
    }
    if (rest.length > 0 || (direction !== undefined && direction !== 'asc' && direction !== 'desc')) {
      return unreadable('orderBy', `must give ${quoted(field)} the direction asc or desc`);
    }
    if (!terms.some((term) => term.field === field))
      terms.push({ field, direction: direction ?? sortable[field] });
  }
  return readable(terms);
}
