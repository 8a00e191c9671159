import { readEnvironment } from './config/environment.ts';
import { readFileSettings } from './config/file.ts';
import type { Given, TextReader } from './config/given.ts';
import { findBrokenRules } from './config/rules.ts';
import {
  assembleSettings,
  type SettingPath,
  settingKeys,
  settingPaths,
  type Values,
} from './config/setting-keys.ts';
import type { Settings } from './config/settings.ts';

/** What the process hands in: its environment, its working directory, and `readFileSync` for text. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly readFile: TextReader;
  /** What the command line said, which wins over all. */
  readonly commandLine?: ReadonlyMap<SettingPath, Given>;
}

export type LoadedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the whole configuration, once, at start: command line over environment over file over default. What it answers is typed,
 * checked and frozen, so that nothing later has to doubt it. Whatever is wrong is named at once, not one
 * problem per start; no problem repeats a value, as some values are secret.
 */
export function loadSettings({ env, cwd, readFile, commandLine }: SettingSources): LoadedSettings {
  const fromEnvironment = readEnvironment(env, cwd, readFile);
  const fromFile = readFileSettings(env.COUNTERSIGN_CONFIG || undefined, cwd, readFile);
  const problems = [...fromEnvironment.problems, ...fromFile.problems];
  const findGiven = (path: SettingPath) =>
    commandLine?.get(path) ?? fromEnvironment.given.get(path) ?? fromFile.given.get(path);
  const report = (path: SettingPath, rule: string) =>
    problems.push(`${findGiven(path)?.name ?? path} ${rule}`);

  const values: Partial<Record<SettingPath, unknown>> = {};
  for (const path of settingPaths) {
    const { rule, fallback } = settingKeys[path];
    const given = findGiven(path);
    const fallen = typeof fallback === 'function' ? fallback(values as Partial<Values>) : fallback;
    const parsed = rule.parse(given === undefined ? fallen : given.value);
    if (parsed.ok) values[path] = parsed.value;
    else report(path, parsed.refusal);
  }
  for (const { path, rule } of findBrokenRules(values as Partial<Values>)) report(path, rule);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: assembleSettings(values as Values, cwd) };
}
