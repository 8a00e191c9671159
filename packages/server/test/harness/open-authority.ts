import { join } from 'node:path';
import process from 'node:process';
import { after } from 'node:test';
import { administrator, setUp } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import {
  type AuthorityOptions,
  freePort,
  type RunningAuthority,
  startAuthority,
} from '../../../../test/harness/running-authority.ts';

/** A running authority with its first administrator, for one test file. */
export interface OpenAuthority extends RunningAuthority {
  readonly port: number;
  /** The administrator's session, as a cookie header. */
  readonly cookie: string;
  readonly administratorId: string;
  readonly databaseFile: string;
}

/** Starts an authority that ends when the tests of this file have ended, also when they never began. */
export async function openProcess(
  options: AuthorityOptions = {},
): Promise<RunningAuthority & { port: number }> {
  const port = options.port ?? (await freePort());
  const running = await startAuthority({ ...options, port });
  if (running.setUpCode !== undefined) rememberSecret(running.setUpCode);
  const kill = () => void running.process.kill('SIGKILL');
  process.once('exit', kill);
  after(async () => {
    await running.stop();
    process.off('exit', kill);
  });
  return { ...running, port };
}

/** Starts an authority, completes its set-up and signs the administrator in. */
export async function openAuthority(options: AuthorityOptions = {}): Promise<OpenAuthority> {
  const running = await openProcess(options);
  const cookie = await setUp(running);
  const me = await fetch(`${running.url}/api/rest/users/me?fields=id,login`, { headers: { cookie } });
  const { id, login } = (await me.json()) as { id: string; login: string };
  if (login !== administrator.login) throw new Error(`the administrator is called ${login}`);
  return {
    ...running,
    cookie,
    administratorId: id,
    databaseFile: join(running.dataFolder, 'data', 'countersign.db'),
  };
}
