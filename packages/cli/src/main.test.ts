import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from '../../../test/harness/bare-environment.ts';

const program = fileURLToPath(new URL('main.ts', import.meta.url));

async function invoke(args: readonly string[], input: string, environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...bareEnvironment(), ...environment },
  });
  child.stdin.end(input);
  const [out, err, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, exitCode: exitCode as number };
}

test('the program speaks with a real server and takes its token from standard input', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`, request.headers.authorization);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const args = ['token', 'revoke', '62-0', '--token-file', '-'];
  const outcome = await invoke(args, 'csn_pat_own\n', { COUNTERSIGN_URL: `http://127.0.0.1:${port}` });
  server.close();
  assert.deepEqual(outcome, { out: '', err: 'countersign: revoked 62-0\n', exitCode: 0 });
  assert.deepEqual(seen, ['DELETE /api/rest/users/me/permanenttokens/62-0', 'Bearer csn_pat_own']);
});

test('the program ends with the code of its fault', async () => {
  const { out, err, exitCode } = await invoke(['token', 'list'], '');
  assert.deepEqual({ out, exitCode }, { out: '', exitCode: 4 });
  assert.match(err, /^countersign: a token is needed: .*\n$/);
});
