import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { root } from '../../scripts/root.mjs';
import { coreOrder, packageNames, partsBelow, scope, walls } from './floors.ts';

/** The part of biome.json that this file reads. */
interface LintOverride {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] };
        };
      };
    };
  };
}

const biome = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as {
  readonly overrides: readonly LintOverride[];
};

describe('the walls', () => {
  it('stand around every package there is', () => {
    assert.deepEqual(readdirSync(join(root, 'packages')).sort(), [...packageNames].sort());
  });

  it('stand around every part of core there is', () => {
    const parts = readdirSync(join(root, 'packages/core/src')).filter((part) => !part.endsWith('.test.ts'));
    assert.deepEqual(
      parts.filter((part) => part !== 'index.ts' && !coreOrder.includes(part)),
      [],
    );
  });

  for (const name of packageNames) {
    const { ours, theirs, node } = walls[name];

    it(`are the same in the project references of ${name}`, () => {
      assert.deepEqual(referencesOf(name).sort(), ours.map((one) => `../${one}`).sort());
    });

    it(`are the same in the lint rules of ${name}`, () => {
      const allowed = allowedBy(`packages/${name}/src/**`);
      // Base UI is let in where the kit stands, and nowhere else.
      if (name === 'web') for (const one of allowedBy('packages/web/src/ui/**')) allowed.add(one);
      const expected = [...ours.map((one) => scope + one), ...theirs, ...(node ? ['node:*'] : [])];
      assert.deepEqual([...allowed].filter((one) => !one.startsWith('.')).sort(), expected.sort());
    });
  }

  for (const part of coreOrder) {
    it(`are the same in the lint rules of core/src/${part}`, () => {
      const isFile = part.endsWith('.ts');
      const allowed = allowedBy(`packages/core/src/${part}${isFile ? '' : '/**'}`);
      const below = partsBelow(part).map((one) => (isFile ? `./${one}` : `../${one}`));
      assert.deepEqual([...allowed].sort(), [...(isFile ? [] : ['.']), ...below].sort());
    });
  }
});

function referencesOf(name: string): string[] {
  const path = join(root, 'packages', name, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile) as {
    config: { references?: { path: string }[] };
  };
  return (config.references ?? []).map((reference) => reference.path);
}

/** What the restricted-imports rule for these files lets through: it refuses everything and takes these out again. */
function allowedBy(include: string): Set<string> {
  const override = biome.overrides.find(({ includes }) => includes[0] === include);
  const patterns = override?.linter.rules.style?.noRestrictedImports?.options.patterns ?? [];
  const [everything, ...exceptions] = patterns.flatMap(({ group }) => group);
  assert.equal(everything, '**', `biome.json restricts no imports for ${include}`);
  return new Set(exceptions.map((exception) => exception.replace(/^!/, '').replace(/\/\*\*$/, '')));
}
