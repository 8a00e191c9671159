import type { Instant } from '../kernel/instant.ts';
import type {
  Attribute,
  Attributes,
  DateAttribute,
  FlagAttribute,
  NumberAttribute,
  PlainAttribute,
  TupleAttribute,
  ValueAttribute,
} from './attributes.ts';

/**
 * Hub's query language as a tree, over the attributes that a list declares. `parse.ts` reads it from text, and the
 * store answers it. A tree never holds an attribute, a word or a value that its list does not know.
 */
export type Query<List extends Attributes = Attributes> =
  | { readonly kind: 'and'; readonly parts: readonly Query<List>[] }
  | { readonly kind: 'or'; readonly parts: readonly Query<List>[] }
  | { readonly kind: 'not'; readonly part: Query<List> }
  | AttributeTest<List>
  | TupleTest<List>
  | TextTest;

/** `name: value`; a list of values is several of these, of which one must hold. */
export type AttributeTest<List extends Attributes = Attributes> = {
  readonly [Name in PlainName<List>]: {
    readonly kind: 'attribute';
    readonly name: Name;
    readonly test: TestOf<List[Name]>;
  };
}[PlainName<List>];

/** `name(field: value, …)`: every field that is there must hold, of one and the same thing. */
export type TupleTest<List extends Attributes = Attributes> = {
  readonly [Name in TupleName<List>]: {
    readonly kind: 'tuple';
    readonly name: Name;
    readonly fields: FieldTests<List[Name]>;
  };
}[TupleName<List>];

/** Words without an attribute, looked for in what the list calls its entities. */
export interface TextTest {
  readonly kind: 'text';
  /** Folded, with one space between words and none around them; empty means any. */
  readonly words: string;
  /** Whether the last word may go on: `"Jane Doe"` asks for whole words, a bare word for its beginning. */
  readonly match: 'prefix' | 'whole';
}

/** What a value of a text, an id or a name is compared with. */
export interface ValueTest {
  readonly kind: 'value';
  readonly match: 'equals' | 'prefix' | 'contains';
  /** As it was typed. */
  readonly value: string;
  /** As it is compared where case does not count: see `foldText`. */
  readonly folded: string;
}

export interface FlagTest<Word extends string = string> {
  readonly kind: 'flag';
  readonly word: Word;
}

/** From the one up to, not including, the other; open where there is none. */
export interface DateTest {
  readonly kind: 'date';
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
}

/** From the one to the other, both included; open where there is none. */
export interface NumberTest {
  readonly kind: 'number';
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export type PlainTest = ValueTest | FlagTest | DateTest | NumberTest;

/** What an attribute can be asked; of a tuple, its fields. */
export type TestOf<Asked extends Attribute> = Asked extends ValueAttribute
  ? ValueTest
  : Asked extends FlagAttribute<infer Word>
    ? FlagTest<Word>
    : Asked extends DateAttribute
      ? DateTest
      : Asked extends NumberAttribute
        ? NumberTest
        : FieldTests<Asked>;

/** The tests of each field; of one field, any must hold. */
export type FieldTests<Asked extends Attribute> =
  Asked extends TupleAttribute<infer Fields>
    ? { readonly [Field in keyof Fields]?: readonly TestOf<Fields[Field]>[] }
    : never;

export type PlainName<List extends Attributes> = {
  [Name in keyof List]: Extract<List[Name], PlainAttribute> extends never ? never : Name;
}[keyof List] &
  string;

export type TupleName<List extends Attributes> = {
  [Name in keyof List]: Extract<List[Name], TupleAttribute> extends never ? never : Name;
}[keyof List] &
  string;

/** All of them; a single one stays itself, and what is all of something already is not nested. */
export function allOf(parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === 'and' ? part.parts : [part]));
  const [only, ...others] = flat;
  return only !== undefined && others.length === 0 ? only : { kind: 'and', parts: flat };
}

/** Any of them, likewise. */
export function anyOf(parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === 'or' ? part.parts : [part]));
  const [only, ...others] = flat;
  return only !== undefined && others.length === 0 ? only : { kind: 'or', parts: flat };
}
