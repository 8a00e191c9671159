import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/**
 * @typedef {'chromium' | 'nginx' | 'caddy' | 'zbarimg' | 'oathtool' | 'openssl' | 'git-credential-oauth' | 'mkfs.xfs'} ToolName
 * @typedef {object} Tool
 * @property {string} [variable] the environment variable that may name the program outright
 * @property {string[]} names what it may be called on the PATH
 * @property {string[]} places where it may stand besides
 * @property {string} debianPackage
 */

/**
 * Programs that tests use and npm does not bring.
 *
 * @type {Readonly<Record<ToolName, Tool>>}
 */
export const tools = {
  chromium: {
    variable: 'CHROMIUM_BIN',
    names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    debianPackage: 'chromium',
  },
  nginx: {
    variable: 'NGINX_BIN',
    names: ['nginx'],
    places: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
    debianPackage: 'nginx-light',
  },
  caddy: {
    variable: 'CADDY_BIN',
    names: ['caddy'],
    places: ['/usr/bin/caddy', '/usr/local/bin/caddy', '/opt/homebrew/bin/caddy'],
    debianPackage: 'caddy',
  },
  // What reads a QR code, and what shows the codes of an authenticator app: neither shares a line with ours.
  zbarimg: {
    names: ['zbarimg'],
    places: ['/usr/bin/zbarimg', '/opt/homebrew/bin/zbarimg'],
    debianPackage: 'zbar-tools',
  },
  oathtool: {
    names: ['oathtool'],
    places: ['/usr/bin/oathtool', '/opt/homebrew/bin/oathtool'],
    debianPackage: 'oathtool',
  },
  // It makes the certificate of a test's own https site.
  openssl: {
    names: ['openssl'],
    places: ['/usr/bin/openssl', '/opt/homebrew/bin/openssl'],
    debianPackage: 'openssl',
  },
  // git's own way to sign somebody in: it learns of the helper by its name on the PATH.
  'git-credential-oauth': {
    names: ['git-credential-oauth'],
    places: ['/usr/bin/git-credential-oauth'],
    debianPackage: 'git-credential-oauth',
  },
  'mkfs.xfs': {
    names: ['mkfs.xfs'],
    places: ['/usr/sbin/mkfs.xfs', '/sbin/mkfs.xfs'],
    debianPackage: 'xfsprogs',
  },
};

/**
 * Where a program is, or nothing.
 *
 * @param {ToolName} name
 * @returns {string | undefined}
 */
export function findTool(name) {
  const { variable, names, places } = tools[name];
  const named = variable === undefined ? undefined : process.env[variable];
  if (named) return isProgram(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...names.flatMap((word) => folders.map((folder) => join(folder, word))), ...places].find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
