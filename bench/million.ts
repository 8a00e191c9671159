/**
 * `npm run million -- [--count 1000000]`: prints how an authority behaves with that many tokens in SQLite. What must
 * hold there is asserted by test/faults/million-tokens.test.ts; this shows how long things take.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../test/faults/clear-run-folder.ts';
import { listTopMax, memoryPeakMebibytes, startCrowdedAuthority } from '../test/faults/crowded-authority.ts';
import { isActive } from '../test/faults/doors.ts';
import { ask } from '../test/harness/rest-client.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000000' } } });
const count = Number(values.count);
const crowded = await startCrowdedAuthority(count, (line) => console.log(line));
const { authority, cookie, door, rich, kept } = crowded;
// Ends in the ordinary way, so that no process stays behind.
process.once('exit', () => authority.process.kill('SIGKILL'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const tokensPerSecond = Math.round(count / crowded.secondsToMake);
print('made', `${count} tokens in ${crowded.secondsToMake.toFixed(1)} s (${tokensPerSecond}/s)`);
print('start', `${crowded.secondsToStart.toFixed(2)} s`);
printMemory('memory after the start');
await time(`first page of ${rich.tokens}`, () => list(''));
await time('one page of 10,000', () => list(`$top=${listTopMax}`));
await time('the last page', () => list(`$skip=${rich.tokens - 100}`));
await time('the last page by name, descending', () => list(`$skip=${rich.tokens - 100}&orderBy=name:desc`));
printMemory('memory after the lists');
await time(`${kept.length} tokens introspected, one after the other, cold`, () => introspectAll());
await time(`${kept.length} tokens introspected, one after the other, warm`, () => introspectAll());
printMemory('memory at the end');
await time('stop', () => authority.stop());
clearRunFolder(true);

async function list(query: string): Promise<void> {
  const answer = await ask(`${authority.url}/api/rest/users/${rich.id}/permanenttokens?${query}`, { cookie });
  if (answer.status !== 200) throw new Error(`the list answered ${answer.status}: ${answer.text}`);
}

async function introspectAll(): Promise<void> {
  for (const { secret } of kept) {
    if (!(await isActive(authority.url, door, secret.reveal()))) throw new Error('a valid token is inactive');
  }
}

async function time(what: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await work();
  print(what, `${(performance.now() - startedAt).toFixed(0)} ms`);
}

function printMemory(what: string): void {
  print(what, `at most ${memoryPeakMebibytes(authority.process.pid)?.toFixed(0) ?? '?'} MiB`);
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(60)} ${figure}`);
}
