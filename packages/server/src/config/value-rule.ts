import { isIP } from 'node:net';
import { type Ok, ok, type Refused, refuse, Secret } from '@countersign/core';

/**
 * What one setting may be. `fromText` gives the text of an environment variable the type that the file would
 * have used; `parse` then judges both alike, and refuses with the end of a sentence that begins with the
 * setting's name. A refusal repeats no value: some are secret.
 */
export interface ValueRule<Value> {
  fromText(text: string): unknown;
  parse(given: unknown): Parsed<Value>;
}

export type Parsed<Value> = Ok<Value> | Refused<string>;

/** A rule for a setting that is text in the file, too. */
export function textRule<Value>(parse: (text: string) => Parsed<Value>): ValueRule<Value> {
  return {
    fromText: (text) => text,
    parse: (given) => (typeof given === 'string' ? parse(given) : refuse('must be text')),
  };
}

export function wholeNumber(min: number, max: number): ValueRule<number> {
  const broken = `must be a whole number from ${min} to ${max}`;
  return {
    fromText: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : text),
    parse: (given) =>
      typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max
        ? ok(given)
        : refuse(broken),
  };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logLevel: ValueRule<LogLevel> = oneOf(logLevels);

const registrations = ['off', 'authenticated'] as const;
export type Registration = (typeof registrations)[number];

export const registration: ValueRule<Registration> = oneOf(registrations);

function oneOf<Word extends string>(words: readonly Word[]): ValueRule<Word> {
  return textRule((text) => {
    const word = words.find((known) => known === text);
    return word === undefined ? refuse(`must be one of ${words.join(', ')}`) : ok(word);
  });
}

/** An address or a name to listen on. */
export const hostName: ValueRule<string> = textRule((text) =>
  isIP(text) !== 0 || /^(?!-)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text)
    ? ok(text)
    : refuse('must be an IP address or a host name, without a port'),
);

export const filePath: ValueRule<string> = textRule((text) =>
  text === '' || text.includes('\0') ? refuse('must be a path') : ok(text),
);

/** A path, or nothing when empty. */
export const optionalFilePath: ValueRule<string | undefined> = textRule((text) =>
  text === '' ? ok(undefined) : filePath.parse(text),
);

/** The address of a PostgreSQL, or nothing when empty. */
export const databaseUrl: ValueRule<Secret | undefined> = textRule((text) => {
  if (text === '') return ok(undefined);
  // `URL` drops line breaks and tabs in silence; a password that held one would be another password.
  const isPostgres = /^postgres(ql)?:\/\//.test(text) && !/\s/.test(text) && URL.canParse(text);
  return isPostgres
    ? ok(new Secret(text))
    : refuse('must be empty or a URL that begins with postgres://, percent-encoded where needed');
});
