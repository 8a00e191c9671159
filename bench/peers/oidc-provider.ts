import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findMissingPackage } from './install.ts';
import {
  introspectionRequest,
  type Peer,
  type PeerReport,
  saysActive,
  startProgram,
  stopProcess,
} from './peer.ts';
import { randomText } from './random-text.ts';

const program = fileURLToPath(new URL('oidc-provider-server.ts', import.meta.url));

export const oidcProvider: Peer = {
  name: 'oidc-provider',
  setting: 'introspection of opaque access tokens, all in a map, client by Basic',
  findMissing: () => findMissingPackage('oidc-provider'),
  async start(folder, count) {
    const { process: child, report } = await startProgram<PeerReport>([process.execPath, program], count, {
      cwd: folder,
      // It warns of its keys for development, which nothing here signs with.
      env: { NODE_ENV: 'production' },
    });
    return {
      target: { port: report.port, pid: child.pid },
      tokens: report.tokens,
      makeUnknown: () => randomText(43),
      ask: (token) => introspectionRequest('/token/introspection', token),
      isActive: saysActive,
      stop: () => stopProcess(child),
    };
  },
};
