import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { root } from '../../scripts/root.mjs';
import { scope } from './floors.ts';

const left = new Set(['node_modules', 'dist']);
/** Manifests and settings alone, for a test of those: what it plants is then all there is to compile. */
const leftOfBare = new Set([...left, 'src', 'test']);
const copied = [
  'packages',
  'biome.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  '.gitignore',
];

/** A copy of the sources in which a test may plant a violation. */
export class WorkspaceCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'countersign-walls-'));

  constructor(kind: 'whole' | 'bare' = 'whole') {
    for (const name of copied) {
      cpSync(join(root, name), join(this.root, name), {
        recursive: true,
        filter: (from) => !(kind === 'bare' ? leftOfBare : left).has(basename(from)),
      });
    }
    this.#linkDependencies();
  }

  plant(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** One link for each dependency, not one for node_modules: there our own packages would lead back to the originals. */
  #linkDependencies(): void {
    const from = join(root, 'node_modules');
    const to = join(this.root, 'node_modules');
    mkdirSync(to);
    for (const name of readdirSync(from)) {
      if (name.startsWith('.') || `${name}/` === scope) continue;
      symlinkSync(join(from, name), join(to, name));
    }
    mkdirSync(join(to, scope));
    for (const name of readdirSync(join(this.root, 'packages'))) {
      symlinkSync(join(this.root, 'packages', name), join(to, scope, name));
      const nested = join(root, 'packages', name, 'node_modules');
      if (existsSync(nested)) symlinkSync(nested, join(this.root, 'packages', name, 'node_modules'));
    }
  }
}
