import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runTool } from './run-tool.ts';
import { WorkspaceCopy } from './workspace-copy.ts';

const imports = 'lint/style/noRestrictedImports';
const globals = 'lint/style/noRestrictedGlobals';

/** File, its one line, and the rule that must name it. */
const violations = [
  ['core/src/kernel/planted.ts', importing('node:fs'), imports],
  ['core/src/kernel/planted.ts', importing('zod'), imports],
  ['core/src/kernel/planted.ts', importing('@countersign/store'), imports],
  ['core/src/kernel/planted.ts', importing('../access/actor.ts'), imports],
  ['core/src/access/planted.ts', importing('../audit/event.ts'), imports],
  ['core/src/identity/planted.ts', importing('../credentials/permanent-token.ts'), imports],
  ['core/src/sessions/planted.ts', importing('../verification/decide.ts'), imports],
  ['core/src/kernel/planted.ts', 'export const planted = Date.now();', globals],
  ['core/src/kernel/planted.ts', 'export const planted = new Date();', globals],
  ['core/src/kernel/planted.ts', 'export const planted = crypto.randomUUID();', globals],
  [
    'core/src/kernel/planted.ts',
    'export const planted = Math.random();',
    'lint/nursery/noJsRestrictedProperties',
  ],
  ['api/src/planted.ts', importing('node:fs'), imports],
  ['api/src/planted.ts', importing('@countersign/core'), imports],
  ['store/src/planted.ts', importing('@countersign/api'), imports],
  ['store/src/planted.ts', importing('fastify'), imports],
  ['sdk/src/planted.ts', importing('@countersign/core'), imports],
  ['sdk/src/planted.ts', importing('node:crypto'), imports],
  ['server/src/planted.ts', importing('@countersign/sdk'), imports],
  ['cli/src/planted.ts', importing('@countersign/store'), imports],
  ['web/src/features/planted.ts', importing('@countersign/core'), imports],
  ['web/src/features/planted.ts', importing('@base-ui/react/dialog'), imports],
  ['web/src/features/planted.ts', importing('node:path'), imports],
  ['web/src/ui/planted.ts', importing('@tanstack/react-router'), imports],
  ['web/src/ui/planted.ts', importing('../lib/paths.ts'), imports],
  ['store/src/planted.ts', "export { sql } from 'kysely';", 'lint/performance/noBarrelFile'],
  ['server/src/planted.ts', 'export default 1;', 'lint/style/noDefaultExport'],
  [
    'server/src/planted.ts',
    'export const planted = (one: any): number => one;',
    'lint/suspicious/noExplicitAny',
  ],
  ['server/src/planted.ts', "console.log('planted');", 'lint/suspicious/noConsole'],
  ['server/src/Planted.ts', 'export const planted = 1;', 'lint/style/useFilenamingConvention'],
] as const;

const allowed = [
  ['core/src/access/planted.ts', importing('../kernel/id.ts')],
  ['core/src/access/planted.ts', importing('../refusal.ts')],
  ['core/src/kernel/planted.ts', importing('./id.ts')],
  ['api/src/planted.ts', importing('zod')],
  ['store/src/planted.ts', importing('node:sqlite')],
  ['store/src/planted.ts', importing('@countersign/core')],
  ['sdk/src/planted.ts', importing('@countersign/api')],
  ['server/src/planted.ts', importing('@fastify/static')],
  ['server/src/planted.ts', importing('node:fs/promises')],
  ['cli/src/planted.ts', importing('@countersign/sdk')],
  ['web/src/features/planted.ts', importing('@tanstack/react-query')],
  ['web/src/ui/planted.ts', importing('@base-ui/react/dialog')],
  ['core/src/kernel/planted.test.ts', importing('node:test')],
] as const;

describe('lint', () => {
  const copy = new WorkspaceCopy('bare');
  let lines: readonly string[] = [];
  after(() => copy.remove());

  before(() => {
    const files = [...violations, ...allowed].map(([path, text], number) => {
      const file = nameOf(path, number);
      copy.plant(file, `${text}\n`);
      return file;
    });
    copy.plant('packages/core/src/kernel/circle-one.ts', importing('./circle-two.ts'));
    copy.plant('packages/core/src/kernel/circle-two.ts', importing('./circle-one.ts'));
    files.push('packages/core/src/kernel/circle-one.ts');
    lines = runTool(
      'biome',
      ['lint', '--reporter=github', '--max-diagnostics=none', ...files],
      copy.root,
    ).lines;
  });

  for (const [number, [path, text, rule]] of violations.entries()) {
    it(`refuses in ${path}: ${text}`, () => {
      assert.deepEqual(rulesBrokenBy(nameOf(path, number)), [rule]);
    });
  }

  it('refuses a circle of imports', () => {
    const broken = rulesBrokenBy('packages/core/src/kernel/circle-one.ts');
    assert.deepEqual(broken, ['lint/suspicious/noImportCycles']);
  });

  for (const [index, [path, text]] of allowed.entries()) {
    it(`allows in ${path}: ${text}`, () => {
      assert.deepEqual(rulesBrokenBy(nameOf(path, violations.length + index)), []);
    });
  }

  /** Biome writes a line `::error title=<rule>,file=<path>,…` for each of its findings. */
  function rulesBrokenBy(file: string): string[] {
    return lines
      .filter((line) => line.includes(`/${file},`))
      .map((line) => /title=([^,]+)/.exec(line)?.[1] ?? line);
  }
});

function importing(other: string): string {
  return `import '${other}';`;
}

/** A file of its own for each planted line. */
function nameOf(path: string, number: number): string {
  return `packages/${path.replace(/(planted)/i, `$1-${number}`)}`;
}
