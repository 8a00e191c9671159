import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/root.mjs';
import { findManifestFaults, readManifest } from './manifests.ts';
import { WorkspaceCopy } from './workspace-copy.ts';

describe('manifests', () => {
  const copy = new WorkspaceCopy('bare');
  before(() => {
    plantDependency('core', 'dependencies', { zod: '4.6.7' });
    plantDependency('api', 'peerDependencies', { react: '19.3.1' });
    plantDependency('sdk', 'optionalDependencies', { '@countersign/core': '0.1.0' });
    plantDependency('store', 'dependencies', { '@countersign/server': '0.1.0' });
    plantDependency('cli', 'devDependencies', { '@countersign/store': '0.1.0' });
  });
  after(() => copy.remove());

  it('name only packages below their own', () => {
    assert.deepEqual(findManifestFaults(root), []);
  });

  it('are reported when they name another, in whatever field', () => {
    assert.deepEqual(findManifestFaults(copy.root).sort(), [
      'api: react',
      'cli: @countersign/store',
      'core: zod',
      'sdk: @countersign/core',
      'store: @countersign/server',
    ]);
  });

  function plantDependency(name: string, field: string, named: Readonly<Record<string, string>>): void {
    const path = `packages/${name}/package.json`;
    copy.plant(path, JSON.stringify({ ...readManifest(copy.root, path), [field]: named }));
  }
});
