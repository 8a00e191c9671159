/**
 * How a list says what can be asked of it. Each attribute has a name that begins with a letter, a kind that decides
 * how its values are read, and a sentence for whoever completes a query. Whatever is built from a declaration is
 * total over its names: an attribute that is added here does not compile until the store has a condition for it.
 */
export type Attributes = Readonly<Record<string, Attribute>>;

export type Attribute = PlainAttribute | TupleAttribute;

/** What is asked as `name: value`. */
export type PlainAttribute = ValueAttribute | FlagAttribute | DateAttribute | NumberAttribute;

/**
 * What is asked with a text: `text` is what people write and read, compared in any case; `exact` is what programs
 * write, such as ids, compared as it stands; `reference` names another entity by its id or its name.
 */
export interface ValueAttribute {
  readonly kind: 'text' | 'exact' | 'reference';
  readonly description: string;
}

/** What is asked with one of a few words, such as `is: banned`. */
export interface FlagAttribute<Word extends string = string> {
  readonly kind: 'flag';
  readonly description: string;
  /** Each word with the sentence that says what it asks. */
  readonly words: Readonly<Record<Word, string>>;
}

/** What is asked with a day, a moment, a stretch of time or a range of them. */
export interface DateAttribute {
  readonly kind: 'date';
  readonly description: string;
}

/** What is asked with a whole number or a range of them. */
export interface NumberAttribute {
  readonly kind: 'number';
  readonly description: string;
}

/** What is asked with several fields at once, such as `access(project: P, with: R)`. */
export interface TupleAttribute<Fields extends PlainAttributes = PlainAttributes> {
  readonly kind: 'tuple';
  readonly description: string;
  readonly fields: Fields;
}

export type PlainAttributes = Readonly<Record<string, PlainAttribute>>;

/** An attribute's name in the list's own spelling, whatever case it was typed in. */
export function findName<Name extends string>(
  declared: Readonly<Record<Name, unknown>>,
  typed: string,
): Name | undefined {
  const names = Object.keys(declared) as Name[];
  return names.find((name) => name.toLowerCase() === typed.toLowerCase());
}
