/**
 * Request bodies as JSON, read strictly.
 *
 * `JSON.parse` keeps the last of two equal keys, so that a proxy or a log that keeps the first one sees
 * another request than we do. This reader refuses the second key, at any depth, and bounds depth and the
 * numbers of keys and elements. Objects are made without a prototype: `__proto__`, `constructor` and `prototype` are ordinary
 * unknown keys here and reach nothing. Apart from that it accepts the language of `JSON.parse`, which still
 * decodes each string and each number.
 */
import { type FieldError, quoted, type Reading, readable } from './field-error.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

const depthMax = 32;
const keysMax = 10_000;
const elementsMax = 10_000;

const space = /[ \t\n\r]*/y;
// Every character that may stand in a string as it is, or an escape of any kind; JSON.parse then judges the
// escapes. No character can be matched in two ways, so the match is linear.
const string = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const number = /-?[0-9][0-9.eE+-]*/y;
const word = /true|false|null/y;

/** Reads `text` as one JSON value; names the first fault, by key path where there is one. */
export function parseJson(text: string): Reading<JsonValue> {
  const scanner = new Scanner(text);
  try {
    return readable(scanner.document());
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, errors: [fault.error] };
    throw fault;
  }
}

/** Unwinds the recursion; never leaves this file. */
class Fault extends Error {
  readonly error: FieldError;
  constructor(error: FieldError) {
    super(error.rule);
    this.error = error;
  }
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #keys = 0;
  #elements = 0;
  readonly #path: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    const value = this.#value(0);
    this.#take(space);
    if (this.#at < this.#text.length) throw this.#malformed();
    return value;
  }

  #value(depth: number): JsonValue {
    this.#take(space);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      default: {
        const text = this.#take(word) ?? this.#take(number);
        if (text === undefined) throw this.#malformed();
        return this.#decode(text) as null | boolean | number;
      }
    }
  }

  #object(depth: number): JsonObject {
    this.#enter(depth);
    const object: Record<string, JsonValue> = Object.create(null);
    if (this.#closes('}')) return object;
    do {
      this.#take(space);
      const key = this.#string();
      this.#path.push(key);
      if (++this.#keys > keysMax)
        throw new Fault({ field: 'body', rule: `must have at most ${keysMax} keys` });
      if (key in object) throw new Fault({ field: this.#where(), rule: 'must be given only once' });
      this.#take(space);
      if (this.#text[this.#at++] !== ':') throw this.#malformed(-1);
      object[key] = this.#value(depth);
      this.#path.pop();
    } while (this.#continues('}'));
    return object;
  }

  #array(depth: number): readonly JsonValue[] {
    this.#enter(depth);
    const array: JsonValue[] = [];
    if (this.#closes(']')) return array;
    do {
      this.#path.push(String(array.length));
      if (++this.#elements > elementsMax)
        throw new Fault({ field: 'body', rule: `must have at most ${elementsMax} elements in arrays` });
      array.push(this.#value(depth));
      this.#path.pop();
    } while (this.#continues(']'));
    return array;
  }

  #enter(depth: number): void {
    if (depth > depthMax) throw new Fault({ field: 'body', rule: `must be at most ${depthMax} levels deep` });
    this.#at += 1;
  }

  #closes(bracket: string): boolean {
    this.#take(space);
    if (this.#text[this.#at] !== bracket) return false;
    this.#at += 1;
    return true;
  }

  #continues(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    if (this.#text[this.#at++] !== ',') throw this.#malformed(-1);
    return true;
  }

  #string(): string {
    const text = this.#take(string);
    if (text === undefined) throw this.#malformed();
    return this.#decode(text) as string;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0];
    this.#at += text?.length ?? 0;
    return text;
  }

  #decode(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.#malformed(-text.length);
    }
  }

  #where(): string {
    return this.#path.map((part) => (part.length > 60 ? quoted(part) : part)).join('.');
  }

  // The position alone: the text around it may be a password.
  #malformed(offset = 0): Fault {
    return new Fault({
      field: 'body',
      rule: `must be valid JSON; it is not from character ${this.#at + offset + 1} on`,
    });
  }
}
