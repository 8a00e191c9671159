/**
 * The texts that callers may choose: names, descriptions, logins, passwords, keys and addresses, each with
 * its rule.
 *
 * Lengths are counted in code points, so that a rule means the same in every client. Control characters, line
 * and paragraph separators and unpaired surrogates are refused wherever a text is shown or logged: they forge
 * lines and hide other text. No rule ever repeats the value.
 */
import * as z from 'zod';

const controlCharacters = /[\p{Cc}\u2028\u2029]/u;
const controlCharactersButNewline = /[^\P{Cc}\n]|[\u2028\u2029]/u;
const unpairedSurrogate = /\p{Cs}/u;
const edgeSpace = /^\s|\s$/u;
// The shape of generated ids, and of the ids of built-in entities: a key of this shape could be taken for
// another's id.
const idShape = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(?:-\d+)+)$/i;
const loginPattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/;
const keyPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const emailPattern = /^[^\s@<>()[\],:;"\\]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u;
const homeUrlPattern =
  /^https?:\/\/(?:[\p{L}\p{N}_.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\<>"]*)?$/iu;

const loginsReserved: readonly string[] = ['me', 'guest', 'system'];
// Words that stand where a service's key may stand in a path.
const keysReserved: readonly string[] = ['me', 'header'];

type Rule = readonly [broken: (text: string) => boolean, rule: string];

const wellFormed: Rule = [(text) => unpairedSurrogate.test(text), 'must be well-formed Unicode'];
const oneLine: Rule = [
  (text) => controlCharacters.test(text),
  'must not contain control characters or line breaks',
];
const trimmed: Rule = [(text) => edgeSpace.test(text), 'must not begin or end with white space'];

/** A name that people read: of tokens, users and services. */
export const nameText = textOf({ lengthMin: 1, lengthMax: 200 }, wellFormed, oneLine, trimmed);

export const descriptionText = textOf({ lengthMax: 2_000 }, wellFormed, [
  (text) => controlCharactersButNewline.test(text),
  'must not contain control characters other than line breaks',
]);

export const loginText = textOf(
  { lengthMin: 1, lengthMax: 64 },
  [
    (text) => !loginPattern.test(text),
    'must begin with a letter or digit and contain only letters, digits and . _ @ + - (of ASCII)',
  ],
  [(text) => loginsReserved.includes(text.toLowerCase()), `must not be one of ${loginsReserved.join(', ')}`],
);

/** ASVS 6.2.1, 6.2.9: long enough, long allowed, and any character a keyboard gives. */
export const passwordText = textOf({ lengthMin: 15, lengthMax: 256 }, wellFormed);

/** A password that somebody claims to have: whatever it is, it is right or wrong and breaks no rule. */
export const typedPassword = textOf({ lengthMin: 1, lengthMax: 4_000 });

export const serviceKeyText = textOf(
  { lengthMin: 1, lengthMax: 64 },
  [
    (text) => !keyPattern.test(text),
    'must begin with a letter or digit and contain only letters, digits and . _ - (of ASCII)',
  ],
  [(text) => keysReserved.includes(text.toLowerCase()), `must not be one of ${keysReserved.join(', ')}`],
  [(text) => idShape.test(text), 'must not have the form of an id'],
);

/** What a program calls itself: shown to people, who trust it for nothing. */
export const userAgentText = textOf({ lengthMax: 1_000 }, wellFormed, oneLine);

/** The key of a role, a project or a permission: each has its own rule, which is the authority's to judge. */
export const keyText = textOf({ lengthMin: 1, lengthMax: 100 }, wellFormed, oneLine);

export const emailText = textOf({ lengthMax: 254 }, oneLine, [
  (text) => !emailPattern.test(text),
  'must be an email address',
]);

/** An address, or an empty text that stands for none. */
export const emailTextOrNone = textOf({ lengthMax: 254 }, oneLine, [
  (text) => text !== '' && !emailPattern.test(text),
  'must be an email address',
]);

const homeUrlRule: Rule = [
  (text) => !homeUrlPattern.test(text),
  'must be an http or https address without a user name or password',
];
export const homeUrlText = textOf({ lengthMax: 2_000 }, oneLine, homeUrlRule);

/** In a change, where an empty text clears what was there. */
export const homeUrlChange = textOf({ lengthMax: 2_000 }, oneLine, [
  (text) => text !== '' && homeUrlRule[0](text),
  homeUrlRule[1],
]);

/** An id or a key by which a caller refers to something; what it refers to is looked up, not judged here. */
export const referenceText = textOf({ lengthMin: 1, lengthMax: 100 }, wellFormed, oneLine, [
  (text) => text === '*',
  'must be one id or key; there is no sign for all of them',
]);

/** Epoch milliseconds up to the end of the year 9999, the last moment that every date format can print. */
export const instantMax = 253_402_300_799_999;
export const instant = z
  .int({
    error: ({ input }) =>
      input === undefined ? undefined : 'must be a whole number of milliseconds since 1970',
  })
  .min(0, 'must be a whole number of milliseconds since 1970')
  .max(instantMax, `must be at most ${instantMax}, the end of the year 9999`);

function textOf(length: { lengthMin?: number; lengthMax: number }, ...rules: readonly Rule[]) {
  const { lengthMin = 0, lengthMax } = length;
  const all: readonly Rule[] = [
    [
      (text) => countCodePoints(text) < lengthMin,
      lengthMin === 1 ? 'must not be empty' : `must be at least ${lengthMin} characters`,
    ],
    [(text) => countCodePoints(text) > lengthMax, `must be at most ${lengthMax} characters`],
    ...rules,
  ];
  return z
    .string()
    .check(({ value, issues }) => {
      const rule = all.find(([broken]) => broken(value))?.[1];
      if (rule !== undefined) issues.push({ code: 'custom', message: rule, input: value });
    })
    .meta({ ...(lengthMin > 0 ? { minLength: lengthMin } : {}), maxLength: lengthMax });
}

// A text of n code points has at most 2n units, so the long ones need no counting.
function countCodePoints(text: string): number {
  return text.length > 20_000 ? text.length : [...text].length;
}
