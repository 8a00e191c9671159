import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageNames, scope, walls } from './floors.ts';

/** All the fields in which a manifest can name another package. */
const dependencyFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'bundleDependencies',
] as const;

type Manifest = Readonly<Record<string, unknown>>;

/** Reads the manifest of every package and answers what it names beyond its wall, as "core: zod". */
export function findManifestFaults(root: string): string[] {
  return packageNames.flatMap((name) => {
    const { ours, theirs } = walls[name];
    const allowed = new Set([...ours.map((one) => scope + one), ...theirs]);
    return dependenciesOf(readManifest(root, `packages/${name}/package.json`))
      .filter((dependency) => !allowed.has(dependency))
      .map((dependency) => `${name}: ${dependency}`);
  });
}

export function readManifest(root: string, path: string): Manifest {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
}

function dependenciesOf(manifest: Manifest): string[] {
  return dependencyFields.flatMap((field) => {
    const named = manifest[field] ?? {};
    return Array.isArray(named) ? named.map(String) : Object.keys(named);
  });
}
