import process from 'node:process';
import type { RunningAuthority } from '../../test/harness/running-authority.ts';
import type { Target } from '../targets.ts';

export function targetOf(authority: RunningAuthority): Target {
  return { port: Number(new URL(authority.url).port), pid: authority.process.pid };
}

/** Whatever happens, no process stays behind. */
export function endWithUs(authority: RunningAuthority): RunningAuthority {
  process.once('exit', () => authority.process.kill('SIGKILL'));
  return authority;
}
