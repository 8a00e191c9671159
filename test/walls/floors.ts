/**
 * The walls of the house, once for all the tests in this folder: which package may lean on which, and inside `core`
 * which part on which. Imports fall, they never climb. Manifests, project references and lint rules state the same
 * again, each in its own language; `floors.test.ts` holds them to this.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';

export type PackageName = 'core' | 'api' | 'store' | 'sdk' | 'server' | 'cli' | 'web';

export interface Wall {
  /** Packages of ours that it may import. */
  readonly ours: readonly PackageName[];
  /** Packages of other people that it may import. */
  readonly theirs: readonly string[];
  /** Whether it may use Node's own modules. */
  readonly node: boolean;
}

export const walls: Readonly<Record<PackageName, Wall>> = {
  core: { ours: [], theirs: [], node: false },
  api: { ours: [], theirs: ['zod'], node: false },
  store: { ours: ['core'], theirs: ['kysely', 'pg'], node: true },
  sdk: { ours: ['api'], theirs: [], node: false },
  server: {
    ours: ['core', 'store', 'api'],
    theirs: [
      'fastify',
      '@fastify/static',
      'oidc-provider',
      'jose',
      'koa',
      '@node-rs/argon2',
      '@simplewebauthn/server',
      '@zxcvbn-ts/language-common',
      'pino',
      'uqr',
    ],
    node: true,
  },
  cli: { ours: ['sdk', 'api'], theirs: [], node: true },
  web: {
    ours: ['sdk', 'api'],
    theirs: ['react', 'react-dom', '@base-ui/react', '@tanstack/react-query', '@tanstack/react-router'],
    node: false,
  },
};

export const packageNames = Object.keys(walls) as PackageName[];

export const scope = '@countersign/';

/**
 * The parts of core/src from the ground up, as ARCHITECTURE.md lists them. A part imports itself and what is listed
 * before it; `index.ts` stands above all of them.
 */
export const coreOrder: readonly string[] = readCoreOrder();

/** The parts of core that a part may import, itself left out. */
export function partsBelow(part: string): readonly string[] {
  return coreOrder.slice(0, Math.max(coreOrder.indexOf(part), 0));
}

function readCoreOrder(): string[] {
  const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const list = /^```core-order\n([^`]+)^```$/m.exec(architecture)?.[1];
  if (list === undefined) throw new Error('ARCHITECTURE.md has no list fenced as core-order');
  return list.trim().split('\n');
}
