import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { coreOrder, type PackageName, packageNames, partsBelow, scope, walls } from './floors.ts';

/** One import that climbs, or one file that re-exports others. */
export interface Fault {
  readonly file: string;
  /** The import as it is written. */
  readonly imported: string;
  readonly rule: string;
}

interface Source {
  /** From the root of the workspace, with slashes. */
  readonly file: string;
  readonly package: PackageName;
  /** From the package's src folder. */
  readonly path: string;
  readonly isTest: boolean;
}

/** Reads every import in packages/*\/src, types included, and answers those that break a wall. */
export function findImportFaults(root: string): Fault[] {
  return packageNames.flatMap((name) => {
    const src = `packages/${name}/src`;
    return globSync('**/*.{ts,tsx}', { cwd: join(root, src) })
      .map((path) => path.replaceAll('\\', '/'))
      .sort()
      .flatMap((path) => {
        const isTest = /\.test\.tsx?$/.test(path);
        return faultsOf({ file: `${src}/${path}`, package: name, path, isTest }, root);
      });
  });
}

function faultsOf(source: Source, root: string): Fault[] {
  const text = readFileSync(join(root, source.file), 'utf8');
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const faults = imports.flatMap((imported) => {
    const rule = imported.startsWith('.')
      ? ruleOfRelative(source, imported)
      : ruleOfPackage(source, imported);
    return rule === undefined ? [] : [{ file: source.file, imported, rule }];
  });
  if (source.path === 'index.ts') return faults;
  const barrel = reExports(source, text).map((imported) => ({
    file: source.file,
    imported,
    rule: 'only index.ts of a package re-exports',
  }));
  return [...faults, ...barrel];
}

function ruleOfPackage(source: Source, imported: string): string | undefined {
  const { ours, theirs, node } = walls[source.package];
  if (imported.startsWith(scope)) {
    const name = imported.slice(scope.length);
    return ours.some((one) => one === name) ? undefined : `${source.package} may not import ${name}`;
  }
  // Tests bring tools of their own.
  if (source.isTest) return undefined;
  if (imported.startsWith('node:')) return node ? undefined : `${source.package} may not use Node's modules`;
  const name = imported.split('/', imported.startsWith('@') ? 2 : 1).join('/');
  if (!theirs.includes(name)) return `${source.package} may not import ${name}`;
  if (name === '@base-ui/react' && !source.path.startsWith('ui/')) return 'Base UI stays inside web/src/ui';
  return undefined;
}

function ruleOfRelative(source: Source, imported: string): string | undefined {
  const target = posix.join(dirname(source.path), imported);
  // A test may look at its package from outside, and use builders that stand elsewhere.
  if (source.isTest || target === '../package.json') return undefined;
  if (target.startsWith('..')) return `${source.package} may not leave its folder`;
  if (target === 'index.ts') return 'index.ts is for other packages; inside, it closes a circle';
  if (source.package === 'core') return ruleOfCore(source.path, target);
  if (source.package === 'web') return ruleOfWeb(source.path, target);
  return undefined;
}

function ruleOfCore(path: string, target: string): string | undefined {
  const from = partOf(path);
  const to = partOf(target);
  if (from === 'index.ts' || from === to) return undefined;
  if (!coreOrder.includes(from)) return `core/src/${from} is not in the list in ARCHITECTURE.md`;
  return partsBelow(from).includes(to) ? undefined : `core/src/${from} may not import core/src/${to}`;
}

function ruleOfWeb(path: string, target: string): string | undefined {
  const [from, fromFeature] = path.split('/');
  const [to, toFeature] = target.split('/');
  if (from === 'features' && to === 'features' && fromFeature !== toFeature) {
    return `the features ${fromFeature} and ${toFeature} may not know each other`;
  }
  if (from === 'features' && to === 'app') return 'a feature may not import the app that shows it';
  if (from === 'ui' && to !== 'ui') return 'web/src/ui knows neither routes nor data';
  if (from === 'lib' && (to === 'features' || to === 'app'))
    return `web/src/lib may not import web/src/${to}`;
  return undefined;
}

/** `kernel/id.ts` → `kernel`, `refusal.ts` → `refusal.ts`. */
function partOf(path: string): string {
  return path.split('/', 1).join();
}

function reExports({ file }: Source, text: string): string[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return tree.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier &&
    ts.isStringLiteral(statement.moduleSpecifier)
      ? [statement.moduleSpecifier.text]
      : [],
  );
}
