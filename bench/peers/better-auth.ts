import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findMissingPackage } from './install.ts';
import { jsonRequest, type Peer, type PeerReport, startProgram, stopProcess } from './peer.ts';
import { randomText } from './random-text.ts';

const program = fileURLToPath(new URL('better-auth-server.ts', import.meta.url));

/** It knows no asking clients: the header that proves one is sent and not looked at. */
export const betterAuth: Peer = {
  name: 'better-auth',
  setting:
    'API-key plugin, SQLite by node:sqlite, WAL without waiting for the disk, limits off, no asking client',
  findMissing: () => findMissingPackage('@better-auth/api-key'),
  async start(folder, count) {
    const { process: child, report } = await startProgram<PeerReport>([process.execPath, program], count, {
      cwd: folder,
    });
    return {
      target: { port: report.port, pid: child.pid },
      tokens: report.tokens,
      makeUnknown: () => randomText(64),
      ask: (key) => jsonRequest('/api/auth/verify', { key }),
      isActive: ({ status, body }) => status === 200 && JSON.parse(body).valid === true,
      stop: () => stopProcess(child),
    };
  },
};
