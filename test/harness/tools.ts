import { findTool } from '../../scripts/find-tool.mjs';

/** The Chromium that the tests drive: CHROMIUM_BIN, or the first one on this machine. */
export function findChromium(): string | undefined {
  return findTool('chromium');
}

/** The nginx that stands before the tests' pages: NGINX_BIN, or the first one on this machine. */
export function findNginx(): string | undefined {
  return findTool('nginx');
}

/** The Caddy that stands before the tests' pages: CADDY_BIN, or the first one on this machine. */
export function findCaddy(): string | undefined {
  return findTool('caddy');
}

/** For the `skip` option of a test: the reason to skip it, or false where the program is present. */
export function skipWithout(
  name: 'chromium' | 'nginx' | 'caddy' | 'zbarimg' | 'oathtool' | 'openssl' | 'git-credential-oauth',
): string | false {
  return findTool(name) === undefined ? `${name} is not installed` : false;
}
