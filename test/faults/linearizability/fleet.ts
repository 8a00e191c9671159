import { join } from 'node:path';
import process from 'node:process';
import { replaceWorker } from '../../../packages/server/test/harness/workers.ts';
import { startPostgres } from '../../harness/postgres-server.ts';
import { rememberSecret } from '../../harness/run-folder.ts';
import {
  type AuthorityOptions,
  freePort,
  type RunningAuthority,
  startAuthority,
} from '../../harness/running-authority.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Gate } from './connection.ts';

/** One process on SQLite, two workers on SQLite, or three nodes on one PostgreSQL. */
export const settingNames = ['process', 'workers', 'nodes'] as const;
export type SettingName = (typeof settingNames)[number];

export function isSettingName(text: string): text is SettingName {
  return settingNames.some((name) => name === text);
}

/** An authority in one of its settings: however many processes, it must answer as if it were one. */
export interface Fleet {
  readonly gates: readonly Gate[];
  readonly setUpCode: string | undefined;
  /** Takes one of the processes that answer away, and resolves when another one answers in its place. */
  strike(random: SeededRandom): Promise<void>;
  stop(): Promise<void>;
}

/** Connections of each client to two workers: the system chooses, and with so many it does not choose one alone. */
const connectionsToWorkers = 3;
const nodeCount = 3;

const env = {
  // Who kills processes loses what they gathered of the use of sessions.
  COUNTERSIGN_SESSIONS__IDLE_SECONDS: '86400',
  COUNTERSIGN_LOG__LEVEL: 'info',
};

export function startFleet(setting: SettingName): Promise<Fleet> {
  switch (setting) {
    case 'process':
      return startProcess();
    case 'workers':
      return startWorkers();
    case 'nodes':
      return startNodes();
  }
}

async function startProcess(): Promise<Fleet> {
  const port = await freePort();
  const member = await startMember({ port, env });
  return {
    gates: [{ name: 'process', port }],
    setUpCode: member.running.setUpCode,
    strike: () => member.killAndRestart(),
    stop: () => member.stop(),
  };
}

async function startWorkers(): Promise<Fleet> {
  const port = await freePort();
  const member = await startMember({ port, env: { ...env, COUNTERSIGN_WORKERS: '2' } });
  const numbers = Array.from({ length: connectionsToWorkers }, (_, index) => index + 1);
  return {
    gates: numbers.map((number) => ({ name: `connection ${number}`, port })),
    setUpCode: member.running.setUpCode,
    strike: () => replaceWorker(member.running),
    stop: () => member.stop(),
  };
}

/** The first node founds the authority and makes the keys; the others join it. */
async function startNodes(): Promise<Fleet> {
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const ports = await Promise.all(Array.from({ length: nodeCount }, freePort));
  const shared = { ...env, COUNTERSIGN_PUBLIC_URL: `http://localhost:${ports[0]}` };
  const members: Member[] = [];
  for (const port of ports) {
    const folder = members[0]?.running.dataFolder;
    const keys = folder !== undefined && { COUNTERSIGN_KEY_RING__FILE: join(folder, 'data', 'keys.json') };
    members.push(await startMember({ port, databaseUrl, env: { ...shared, ...keys } }));
  }
  return {
    gates: ports.map((port, index) => ({ name: `node ${index + 1}`, port })),
    // Each start prints another code, and the last one counts.
    setUpCode: members.at(-1)?.running.setUpCode,
    strike: async (random) => random.pick(members)?.killAndRestart(),
    stop: async () => {
      await Promise.all(members.map((member) => member.stop()));
      await postgres.stop();
    },
  };
}

interface Member {
  readonly running: RunningAuthority;
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

/** A process that ends with this one, however this one ends. */
async function startMember(options: AuthorityOptions): Promise<Member> {
  let running = await startAuthority(options);
  const first = running;
  if (first.setUpCode !== undefined) rememberSecret(first.setUpCode);
  const atExit = () => void running.process.kill('SIGKILL');
  process.once('exit', atExit);
  return {
    running: first,
    async killAndRestart() {
      await running.kill();
      running = await startAuthority({ ...options, dataFolder: first.dataFolder });
    },
    async stop() {
      await running.stop();
      process.off('exit', atExit);
    },
  };
}
