import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/root.mjs';
import { type Fault, findImportFaults } from './imports.ts';
import { WorkspaceCopy } from './workspace-copy.ts';

const violations = [
  ['core/src/kernel/planted.ts', '@countersign/store', 'an upper package, from core'],
  ['core/src/kernel/planted.ts', '@countersign/api', 'the other package on the ground floor'],
  ['core/src/kernel/planted.ts', 'node:fs', "Node's modules, from core"],
  ['core/src/kernel/planted.ts', 'zod', "somebody else's package, from core"],
  ['core/src/kernel/planted.ts', '../../../store/src/index.ts', 'an upper package, by a relative path'],
  ['core/src/kernel/planted.ts', '../access/actor.ts', 'the access rules, from the kernel'],
  ['core/src/refusal.ts', './access/actor.ts', 'the access rules, from the refusals'],
  ['core/src/access/planted.ts', '../audit/event.ts', 'the audit log, from the access rules'],
  ['core/src/identity/planted.ts', '../credentials/permanent-token.ts', 'credentials, from identity'],
  ['core/src/identity/planted.ts', '../services/service.ts', 'services, from identity'],
  ['core/src/sessions/planted.ts', '../verification/decide.ts', 'verification, from sessions'],
  ['core/src/verification/planted.ts', '../stores.ts', 'the stores, from verification'],
  ['core/src/attic/planted.ts', '../kernel/id.ts', 'anything, from a folder that is not listed'],
  ['core/src/kernel/planted.ts', '../index.ts', "the package's own index"],
  ['core/src/kernel/planted.test.ts', '@countersign/store', 'an upper package, from a test'],
  ['api/src/planted.ts', '@countersign/core', 'core, from the wire contract'],
  ['store/src/planted.ts', '@countersign/server', 'the server, from the store'],
  ['sdk/src/planted.ts', '@countersign/core', 'core, from the SDK'],
  ['sdk/src/planted.ts', 'node:crypto', "Node's modules, from the SDK"],
  ['server/src/planted.ts', '@countersign/sdk', 'the SDK, from the server'],
  ['cli/src/planted.ts', '@countersign/store', 'the store, from the client program'],
  ['web/src/features/planted/page.tsx', '@countersign/core', 'core, from the web app'],
  ['web/src/features/planted/page.tsx', '../other/page.tsx', 'another feature, from a feature'],
  ['web/src/features/planted/page.tsx', '../../app/router.tsx', 'the app, from a feature'],
  ['web/src/features/planted/page.tsx', '@base-ui/react/dialog', 'Base UI, from a feature'],
  ['web/src/ui/planted.tsx', '../lib/paths.ts', 'routes, from the kit'],
  ['web/src/ui/planted.tsx', '../features/planted/page.tsx', 'a feature, from the kit'],
] as const;

/** Every form of import that the language has, in a file of the store. */
const forms = [
  ['for its values', "import { serve } from '@countersign/server';\n"],
  ['for its types', "import type { Server } from '@countersign/server';\n"],
  ['for its effect', "import '@countersign/server';\n"],
  ['over several lines', "import {\n  type Server,\n  serve,\n} from '@countersign/server';\n"],
  ['as a call', "export const late = import('@countersign/server');\n"],
  ['inside a type', "export type Server = import('@countersign/server').Server;\n"],
] as const;

const allowed = [
  ['core/src/access/planted.ts', '../kernel/id.ts'],
  ['core/src/stores.ts', './verification/facts.ts'],
  ['core/src/kernel/planted.test.ts', 'node:test'],
  ['store/src/planted.ts', '@countersign/core'],
  ['store/src/planted.ts', 'node:sqlite'],
  ['server/src/planted.ts', '@fastify/static'],
  ['web/src/ui/planted.tsx', '@base-ui/react/dialog'],
  ['web/src/features/planted/page.tsx', '../../ui/button.tsx'],
] as const;

describe('imports', () => {
  const copy = new WorkspaceCopy();
  let faults: readonly Fault[] = [];
  after(() => copy.remove());

  before(() => {
    for (const [number, [path, imported]] of [...violations, ...allowed].entries()) {
      copy.plant(nameOf(path, number), `import type { Anything } from '${imported}';\n`);
    }
    for (const [number, [, text]] of forms.entries())
      copy.plant(nameOf('store/src/form-planted.ts', number), text);
    copy.plant('packages/core/src/kernel/barrel.ts', "export { parseId } from './id.ts';\n");
    faults = findImportFaults(copy.root);
  });

  it('never climb: no file of a package imports what stands above it', () => {
    assert.deepEqual(findImportFaults(root), []);
  });

  for (const [number, [path, imported, what]] of violations.entries()) {
    it(`are reported when one climbs: ${what}`, () => {
      assert.deepEqual(importsReportedOf(nameOf(path, number)), [imported]);
    });
  }

  for (const [number, [form]] of forms.entries()) {
    it(`are read in every form: ${form}`, () => {
      const reported = importsReportedOf(nameOf('store/src/form-planted.ts', number));
      assert.deepEqual(reported, ['@countersign/server']);
    });
  }

  for (const [index, [path, imported]] of allowed.entries()) {
    it(`fall freely: ${path} may import ${imported}`, () => {
      assert.deepEqual(importsReportedOf(nameOf(path, violations.length + index)), []);
    });
  }

  it('are passed on by the index of a package alone: another file that re-exports is reported', () => {
    assert.deepEqual(importsReportedOf('packages/core/src/kernel/barrel.ts'), ['./id.ts']);
  });

  function importsReportedOf(file: string): string[] {
    return faults.filter((fault) => fault.file === file).map((fault) => fault.imported);
  }
});

/** A file of its own for each planted import. */
function nameOf(path: string, number: number): string {
  return `packages/${path.replace('planted', `planted-${number}`)}`;
}
