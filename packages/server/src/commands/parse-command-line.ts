import { parseArgs } from 'node:util';
import type { Given as GivenSetting } from '../config/given.ts';
import { type SettingPath, settingKeys } from '../config/setting-keys.ts';
import type { CommandRow, Given } from './command.ts';

/** A command and what was given to it. */
export interface ParsedCommand {
  readonly row: CommandRow;
  readonly given: Given;
}

/** Absent when no command is called so, or not with these. */
export function parseCommandLine(
  table: readonly CommandRow[],
  arguments_: readonly string[],
): ParsedCommand | undefined {
  const row = table.find(({ words }) => words.split(' ').every((word, index) => arguments_[index] === word));
  if (row === undefined) return undefined;
  const given = parseGiven(row, arguments_.slice(row.words.split(' ').length));
  return given && { row, given };
}

function parseGiven({ options = {}, operands = [] }: CommandRow, rest: readonly string[]): Given | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' as const }])),
      allowPositionals: true,
    });
    if (positionals.length !== operands.length) return undefined;
    return { options: values as Given['options'], operands: positionals };
  } catch {
    // An option that nobody knows, or one without its value: the usage says it better than the parser.
    return undefined;
  }
}

/** The settings among the options that were given, under the names they have on the command line. */
export function settingsGiven(
  { settings = {} }: CommandRow,
  { options }: Given,
): ReadonlyMap<SettingPath, GivenSetting> {
  const given = new Map<SettingPath, GivenSetting>();
  for (const [option, path] of Object.entries(settings)) {
    const text = options[option];
    if (text !== undefined)
      given.set(path, { name: `--${option}`, value: settingKeys[path].rule.fromText(text) });
  }
  return given;
}

/** How the commands are used, one line each. */
export function usageOf(program: string, table: readonly CommandRow[]): string {
  const rows = [
    ...table.map((row) => [synopsisOf(row), row.summary] as const),
    ['--version', ''] as const,
    ['--help', ''] as const,
  ];
  const width = Math.max(...rows.map(([synopsis]) => synopsis.length));
  const lines = rows.map(([synopsis, summary], index) =>
    `${index === 0 ? 'Usage:' : '      '} ${program} ${synopsis.padEnd(width)}  ${summary}`.trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function synopsisOf({ words, options = {}, operands = [] }: CommandRow): string {
  const optional = Object.entries(options).map(([name, value]) => `[--${name} ${value}]`);
  return [words, ...optional, ...operands].join(' ');
}
