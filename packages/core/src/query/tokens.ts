/**
 * A query cut into its pieces, with the place of each. Every text has pieces: what is not closed is taken to end
 * with the text, and what makes no sense is left for the parser to name. Parser and completion read the same pieces,
 * so that what is shown is what is asked.
 */
export type Token = NameToken | WordToken | SignToken;

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** `login:` or `access(`; `end` is behind the sign. */
export interface NameToken extends Placed {
  readonly kind: 'name' | 'tuple';
  readonly name: string;
}

/** A value behind a name or a comma, or text that stands for itself. */
export interface WordToken extends Placed {
  readonly kind: 'value' | 'text';
  /** Without delimiters, escapes and stars. */
  readonly text: string;
  readonly delimiter: '' | '{' | '"';
  readonly starBefore: boolean;
  readonly starAfter: boolean;
}

/** A keyword or a sign; a colon only where it has no name before it. */
export interface SignToken extends Placed {
  readonly kind: 'and' | 'or' | 'not' | 'open' | 'close' | 'comma' | 'colon';
}

/** What may come next: an item, a value, behind a comma of a tuple either a value or a field, or a comma. */
type Expected = 'item' | 'value' | 'value or field' | 'comma';

const signs: Readonly<Record<string, SignToken['kind']>> = {
  '(': 'open',
  ')': 'close',
  ',': 'comma',
  ':': 'colon',
};

const spaces = /\s*/y;
const bareText = /[^\s(),:]+/y;
const bareValue = /[^\s(),]+/y;
const nameAndSign = /([A-Za-z][A-Za-z0-9_-]*)(?:\s*:|\()/y;
const fieldAndColon = /([A-Za-z][A-Za-z0-9_-]*)\s*:/y;
const delimited = /(\*?)(?:\{((?:\\.|[^}\\])*\\?)\}?|"((?:\\.|[^"\\])*\\?)"?)(\*?)/sy;

/** Cuts a text. `takesRange` says of which attributes or fields a value may be `one .. other`, with spaces. */
export function tokenize(text: string, takesRange: (name: string) => boolean): readonly Token[] {
  const tokens: Token[] = [];
  const brackets: ('group' | 'tuple')[] = [];
  let expected: Expected = 'item';
  let name = '';
  let position = skip(text, 0);
  while (position < text.length) {
    const token = readToken(text, position, expected, takesRange(name));
    tokens.push(token);
    position = skip(text, token.end);
    switch (token.kind) {
      case 'name':
        name = token.name;
        expected = 'value';
        break;
      case 'value':
        expected = 'comma';
        break;
      case 'comma':
        if (expected === 'comma') expected = brackets.at(-1) === 'tuple' ? 'value or field' : 'value';
        break;
      case 'open':
      case 'tuple':
        brackets.push(token.kind === 'open' ? 'group' : 'tuple');
        expected = 'item';
        break;
      case 'close':
        brackets.pop();
        expected = 'item';
        break;
      default:
        expected = 'item';
    }
  }
  return tokens;
}

function readToken(text: string, start: number, expected: Expected, takesRange: boolean): Token {
  const isValue = expected === 'value' || expected === 'value or field';
  const sign = signs[text.charAt(start)];
  if (sign !== undefined && !(isValue && sign === 'colon')) return { kind: sign, start, end: start + 1 };
  if (isValue) {
    if (expected === 'value or field' && matchAt(fieldAndColon, text, start)) return readName(text, start);
    return (
      readDelimited(text, start, 'value') ??
      readKeyword(text, start) ??
      readBareValue(text, start, takesRange)
    );
  }
  return (
    readDelimited(text, start, 'text') ??
    readKeyword(text, start) ??
    (matchAt(nameAndSign, text, start) ? readName(text, start) : readBare(text, start, bareText, 'text'))
  );
}

function readName(text: string, start: number): NameToken {
  const [whole = '', name = ''] = matchAt(nameAndSign, text, start) ?? [];
  return { kind: whole.endsWith('(') ? 'tuple' : 'name', name, start, end: start + whole.length };
}

/** `and`, `or` and `not`, where they are words of their own and no attribute's name. */
function readKeyword(text: string, start: number): SignToken | undefined {
  const word = matchAt(bareValue, text, start)?.[0] ?? '';
  const kind = keywordOf(word);
  if (kind === undefined || matchAt(fieldAndColon, text, start)) return undefined;
  return { kind, start, end: start + word.length };
}

function keywordOf(word: string): 'and' | 'or' | 'not' | undefined {
  const lower = word.toLowerCase();
  return lower === 'and' || lower === 'or' || lower === 'not' ? lower : undefined;
}

function readDelimited(text: string, start: number, kind: WordToken['kind']): WordToken | undefined {
  const match = matchAt(delimited, text, start);
  if (match === undefined) return undefined;
  const [whole, starBefore = '', braced, quoted = '', starAfter = ''] = match;
  const delimiter = braced === undefined ? '"' : '{';
  return {
    kind,
    text: withoutEscapes(braced ?? quoted, braced === undefined ? '"' : '}').trim(),
    delimiter,
    starBefore: starBefore !== '',
    starAfter: starAfter !== '',
    start,
    end: start + whole.length,
  };
}

/** Only the closing sign and the backslash itself need a backslash; before anything else it is a character. */
function withoutEscapes(text: string, close: string): string {
  return text.replaceAll(/\\(.)/gs, (pair, character) =>
    character === close || character === '\\' ? character : pair,
  );
}

function readBareValue(text: string, start: number, takesRange: boolean): WordToken {
  const word = readBare(text, start, bareValue, 'value');
  if (!takesRange) return word;
  const end = rangeEnd(text, start, word.end);
  return end === word.end ? word : { ...word, text: text.slice(start, end), end };
}

/** Where a range ends that begins with the word up to `end`: `a .. b`, `a..b`, and open as `a ..` or `.. b`. */
function rangeEnd(text: string, start: number, end: number): number {
  let last = end;
  const next = skip(text, last);
  if (!text.slice(start, last).endsWith('..') && text.startsWith('..', next)) last = wordEnd(text, next);
  if (!text.slice(start, last).endsWith('..')) return last;
  const other = skip(text, last);
  const isOther = !keywordOf(text.slice(other, wordEnd(text, other))) && !matchAt(nameAndSign, text, other);
  return isOther && wordEnd(text, other) > other ? wordEnd(text, other) : last;
}

function wordEnd(text: string, start: number): number {
  return start + (matchAt(bareValue, text, start)?.[0].length ?? 0);
}

function readBare(text: string, start: number, form: RegExp, kind: WordToken['kind']): WordToken {
  // Whoever calls has seen that no sign and no space stands here, so that there is at least one character.
  const word = matchAt(form, text, start)?.[0] ?? text.charAt(start);
  const starAfter = word.endsWith('*');
  const starBefore = word.length > 1 && word.startsWith('*');
  return {
    kind,
    text: word.slice(starBefore ? 1 : 0, starAfter ? -1 : undefined),
    delimiter: '',
    starBefore,
    starAfter,
    start,
    end: start + word.length,
  };
}

function skip(text: string, start: number): number {
  return start + (matchAt(spaces, text, start)?.[0].length ?? 0);
}

function matchAt(form: RegExp, text: string, start: number): RegExpExecArray | undefined {
  form.lastIndex = start;
  return form.exec(text) ?? undefined;
}
