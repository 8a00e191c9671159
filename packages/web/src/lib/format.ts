/** Numbers, lists and plurals as the language of the pages writes them. */

/** The pages speak English; days come before months, hours go to 24. */
export const language = 'en-GB';

const numbers = new Intl.NumberFormat(language);
const lists = new Intl.ListFormat(language, { type: 'conjunction' });
const plurals = new Intl.PluralRules(language);

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** `Wiki, Build server and Forum` */
export function formatList(items: readonly string[]): string {
  return lists.format(items);
}

/** The form that goes with a count, the count in its place: `{ one: '# token', other: '# tokens' }`. */
export function plural(count: number, forms: { readonly one: string; readonly other: string }): string {
  const form = plurals.select(count) === 'one' ? forms.one : forms.other;
  return form.replace('#', formatNumber(count));
}
