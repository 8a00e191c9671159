import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';

export interface ToolAnswer {
  readonly succeeded: boolean;
  readonly lines: readonly string[];
}

/** Runs a program of node_modules/.bin in another folder. */
export function runTool(program: 'biome' | 'tsc', words: readonly string[], cwd: string): ToolAnswer {
  const path = join(root, 'node_modules', '.bin', program);
  const { status, stdout, stderr } = spawnSync(path, words, { cwd, encoding: 'utf8' });
  return { succeeded: status === 0, lines: `${stdout}\n${stderr}`.split('\n') };
}
