import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { packageNames } from './floors.ts';
import { runTool } from './run-tool.ts';
import { WorkspaceCopy } from './workspace-copy.ts';

/** TS6307: a file that belongs to no project which this one references. */
const notReferenced = 'error TS6307';

const violations = [
  ['core', 'api'],
  ['core', 'store'],
  ['api', 'core'],
  ['store', 'api'],
  ['store', 'server'],
  ['sdk', 'core'],
  ['server', 'sdk'],
  ['cli', 'core'],
  ['web', 'core'],
] as const;

const allowed = [
  ['store', 'core'],
  ['sdk', 'api'],
  ['server', 'store'],
  ['cli', 'sdk'],
  ['web', 'sdk'],
] as const;

describe('project references', () => {
  const copy = new WorkspaceCopy('bare');
  let lines: readonly string[] = [];
  after(() => copy.remove());

  before(() => {
    for (const name of packageNames) {
      copy.plant(`packages/${name}/src/index.ts`, 'export const planted = 1;\n');
    }
    for (const [from, to] of [...violations, ...allowed]) {
      const text = `import * as other from '@countersign/${to}';\nexport const planted = Object.keys(other);\n`;
      copy.plant(fileOf(from, to), text);
    }
    lines = runTool('tsc', ['-b', '--pretty', 'false'], copy.root).lines;
  });

  for (const [from, to] of violations) {
    it(`refuse to compile ${to} into ${from}`, () => {
      const errors = errorsIn(fileOf(from, to));
      assert.ok(
        errors.some((line) => line.includes(notReferenced) && line.includes(`packages/${to}/src`)),
        `tsc said: ${errors.join('\n') || 'nothing'}`,
      );
    });
  }

  for (const [from, to] of allowed) {
    it(`let ${from} import ${to}`, () => {
      assert.deepEqual(errorsIn(fileOf(from, to)), []);
    });
  }

  function errorsIn(file: string): string[] {
    return lines.filter((line) => line.startsWith(`${file}(`));
  }
});

function fileOf(from: string, to: string): string {
  return `packages/${from}/src/planted-import-of-${to}.ts`;
}
