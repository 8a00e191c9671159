import { resolve } from 'node:path';
import { type FieldError, type JsonObject, type JsonValue, parseJson } from '@countersign/api';
import { type Given, type GivenSettings, readText, type TextReader } from './given.ts';
import { nearestName } from './nearest-name.ts';
import { type SettingPath, settingKeys, settingPaths } from './setting-keys.ts';

const fileName = 'countersign.json';

/**
 * Reads the settings file: the one that `COUNTERSIGN_CONFIG` names, which must then exist, or `countersign.json`
 * in the working directory, if there is one. Its JSON is read strictly: a key that stands twice is refused.
 */
export function readFileSettings(
  named: string | undefined,
  cwd: string,
  readFile: TextReader,
): GivenSettings {
  const file = resolve(cwd, named ?? fileName);
  const read = readText(readFile, file);
  if (read === undefined) {
    return nothing(named === undefined ? [] : [`COUNTERSIGN_CONFIG names ${file}, which does not exist`]);
  }
  if ('broken' in read) return nothing([`${file} ${read.broken}`]);
  const json = parseJson(read.text);
  if (!json.ok) return nothing(json.errors.map((error) => faultOfFile(file, error)));
  if (!isObject(json.value)) return nothing([`${file} must hold a JSON object`]);

  const given = new Map<SettingPath, Given>();
  const problems: string[] = [];
  collect(json.value, '', (path, value) => {
    const name = `${path} in ${file}`;
    if (isSettingPath(path)) given.set(path, { name, value });
    else problems.push(`${name} ${unknownRule(path, value)}`);
  });
  return { given, problems };
}

function nothing(problems: readonly string[]): GivenSettings {
  return { given: new Map(), problems };
}

/** The strict reader calls the text as a whole `body`. */
function faultOfFile(file: string, { field, rule }: FieldError): string {
  return field === 'body' ? `${file} ${rule}` : `${field} in ${file} ${rule}`;
}

/** Visits every value that is not a level of settings. */
function collect(level: JsonObject, prefix: string, visit: (path: string, value: JsonValue) => void): void {
  for (const [name, value] of Object.entries(level)) {
    const path = prefix + name;
    if (isLevel(path) && isObject(value)) collect(value, `${path}.`, visit);
    else visit(path, value);
  }
}

function unknownRule(path: string, value: JsonValue): string {
  if (isLevel(path) && !isObject(value)) return 'must be an object';
  const nearest = nearestName(path, settingPaths);
  return nearest === undefined ? 'is not a setting' : `is not a setting; did you mean ${nearest}?`;
}

function isLevel(path: string): boolean {
  return settingPaths.some((known) => known.startsWith(`${path}.`));
}

function isSettingPath(path: string): path is SettingPath {
  return Object.hasOwn(settingKeys, path);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
