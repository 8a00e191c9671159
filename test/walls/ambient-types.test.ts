import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runTool } from './run-tool.ts';
import { WorkspaceCopy } from './workspace-copy.ts';

const packages = ['core', 'api', 'sdk'] as const;

/** What the platform offers and core may not even name: it has no I/O, no clock that ticks, no chance. */
const beyondCore = [
  'process',
  'Buffer',
  'crypto',
  'setTimeout',
  'console',
  'fetch',
  'performance',
  'TextEncoder',
];

describe('"types": []', () => {
  const copy = new WorkspaceCopy();
  let lines: readonly string[] = [];
  after(() => copy.remove());

  before(() => {
    for (const name of packages) {
      const text = "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n";
      copy.plant(`packages/${name}/src/planted-module.ts`, text);
      copy.plant(`packages/${name}/src/planted-global.ts`, 'export const planted = process;\n');
      copy.plant(`packages/${name}/src/planted-nothing.ts`, "export const planted = 'nothing';\n");
    }
    for (const name of beyondCore) {
      copy.plant(`packages/core/src/planted-${name}.ts`, `export const planted: unknown = ${name};\n`);
    }
    const projects = packages.map((name) => `packages/${name}`);
    lines = runTool('tsc', ['-b', '--pretty', 'false', ...projects], copy.root).lines;
  });

  for (const name of packages) {
    it(`leaves ${name} no name for Node's modules`, () => {
      assert.match(errorsIn(`packages/${name}/src/planted-module.ts`), /Cannot find (name|module) 'node:fs'/);
    });

    it(`leaves ${name} no name for Node's globals`, () => {
      assert.match(errorsIn(`packages/${name}/src/planted-global.ts`), /Cannot find name 'process'/);
    });

    it(`lets ${name} compile what needs no platform`, () => {
      assert.equal(errorsIn(`packages/${name}/src/planted-nothing.ts`), '');
    });
  }

  for (const name of beyondCore) {
    it(`and the bare language leave core no name for ${name}`, () => {
      assert.match(
        errorsIn(`packages/core/src/planted-${name}.ts`),
        new RegExp(`Cannot find name '${name}'`),
      );
    });
  }

  function errorsIn(file: string): string {
    return lines.filter((line) => line.startsWith(`${file}(`)).join('\n');
  }
});
