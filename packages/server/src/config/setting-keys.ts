import { resolve } from 'node:path';
import { addressList } from './address-list.ts';
import { publicUrl } from './public-url.ts';
import type { Settings } from './settings.ts';
import {
  databaseUrl,
  filePath,
  hostName,
  logLevel,
  optionalFilePath,
  registration,
  type ValueRule,
  wholeNumber,
} from './value-rule.ts';

/** Thirty days: longer than any sign-in should live, and far from what a timer or a date cannot hold. */
const sessionSecondsMax = 30 * 86_400;

/**
 * Every setting there is: its path in the file, what it may be, and what it is when nobody says; that may follow
 * from settings above it.
 */
export const settingKeys = {
  'listen.host': key(hostName, '127.0.0.1'),
  'listen.port': key(wholeNumber(0, 65_535), 4700),
  publicUrl: key(publicUrl, ({ 'listen.port': port = 4700 }) => `http://localhost:${port}`),
  'listen.trustedProxies': key(addressList, []),
  workers: key(wholeNumber(1, 64), 1),
  'data.directory': key(filePath, './data'),
  'database.url': key(databaseUrl, '', { isSecret: true }),
  'keyRing.file': key(optionalFilePath, ''),
  'sessions.idleSeconds': key(wholeNumber(1, sessionSecondsMax), 3_600),
  'sessions.absoluteSeconds': key(wholeNumber(1, sessionSecondsMax), 86_400),
  // Not below the page that a list answers when nobody asks for a size.
  'lists.topMax': key(wholeNumber(100, 100_000), 10_000),
  'usage.flushSeconds': key(wholeNumber(1, 3_600), 10),
  'oauth.registration': key(registration, 'off'),
  'signIn.hashConcurrency': key(wholeNumber(1, 64), 2),
  'signIn.hashQueue': key(wholeNumber(0, 10_000), 32),
  'log.level': key(logLevel, 'info'),
} as const;

export type SettingPath = keyof typeof settingKeys;

export const settingPaths = Object.keys(settingKeys) as readonly SettingPath[];

/** Every setting's value under its path. */
export type Values = {
  readonly [Path in SettingPath]: (typeof settingKeys)[Path] extends SettingKey<infer Value> ? Value : never;
};

interface SettingKey<Value> {
  readonly rule: ValueRule<Value>;
  readonly fallback: Fallback;
  readonly isSecret: boolean;
}

type Fallback = string | number | readonly string[] | ((above: AboveValues) => string);

/** What a default may follow from. Absent while it is not known or not right. */
interface AboveValues {
  readonly 'listen.port'?: number;
}

function key<Value>(
  rule: ValueRule<Value>,
  fallback: Fallback,
  { isSecret = false } = {},
): SettingKey<Value> {
  return { rule, fallback, isSecret };
}

/** The settings as the server reads them. Relative paths start at the working directory, wherever they were written. */
export function assembleSettings(values: Values, cwd: string): Settings {
  const directory = resolve(cwd, values['data.directory']);
  return Object.freeze({
    workers: values.workers,
    publicUrl: values.publicUrl,
    listen: Object.freeze({
      host: values['listen.host'],
      port: values['listen.port'],
      trustedProxies: values['listen.trustedProxies'],
    }),
    data: Object.freeze({ directory }),
    database: Object.freeze({ url: values['database.url'] }),
    keyRing: Object.freeze({ file: resolve(cwd, values['keyRing.file'] ?? resolve(directory, 'keys.json')) }),
    sessions: Object.freeze({
      idleSeconds: values['sessions.idleSeconds'],
      absoluteSeconds: values['sessions.absoluteSeconds'],
    }),
    lists: Object.freeze({ topMax: values['lists.topMax'] }),
    usage: Object.freeze({ flushSeconds: values['usage.flushSeconds'] }),
    oauth: Object.freeze({ registration: values['oauth.registration'] }),
    signIn: Object.freeze({
      hashConcurrency: values['signIn.hashConcurrency'],
      hashQueue: values['signIn.hashQueue'],
    }),
    log: Object.freeze({ level: values['log.level'] }),
  });
}
