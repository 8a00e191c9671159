import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { authorize } from '../harness/oauth-visitor.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { ask } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { skipWithout } from '../harness/tools.ts';

/**
 * git with Debian's `git-credential-oauth`, unmodified: an installed program that waits at a port of its own, and whose
 * verifier has letters beside those of RFC 7636.
 */
const skip = skipWithout('git-credential-oauth');
let world: OAuthWorld;
let folder: string;
let server: Server;
let repository: string;

before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'countersign-git-'));
  world = await openOAuthWorld('git', { trusted: false, redirectUris: ['http://127.0.0.1'] });
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  repository = `http://localhost:${(server.address() as AddressInfo).port}/plans.git`;
  makeRepository();
});

after(async () => {
  server?.closeAllConnections();
  server?.close();
  await world?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** The helper knows paths alone: repository and authority stand at one address, as behind a proxy. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith('/api/rest/oauth2/auth?')) {
    response.writeHead(302, { location: world.url + path }).end();
  } else if (path === '/api/rest/oauth2/token') {
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const headers = { 'content-type': type, ...(authorization !== '' && { authorization }) };
    const told = await ask(world.url + path, { method: 'POST', headers, body: await text(request) });
    if (told.status === 200) rememberTokens(told.json);
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(told.text);
  } else await serveFile(path, request, response);
}

async function serveFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, password = ''] = readBasic(request.headers.authorization);
  const file = join(folder, 'served', normalize(new URL(path, repository).pathname));
  if ((await world.askArchive(password)).status !== 200)
    response.writeHead(401, { 'www-authenticate': 'Basic realm="Archive"' }).end();
  else if (existsSync(file)) response.end(readFileSync(file));
  else response.writeHead(404).end();
}

function readBasic(header = ''): readonly string[] {
  const encoded = /^Basic (.+)$/.exec(header)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString().split(/:(.*)/s);
}

function makeRepository(): void {
  const work = join(folder, 'work');
  mkdirSync(join(folder, 'served'), { recursive: true });
  const git = (...words: readonly string[]) =>
    execFileSync('git', [...words], { env: environment(), stdio: 'ignore' });
  git('init', '--initial-branch=main', work);
  writeFileSync(join(work, 'plan.txt'), 'Build a bridge.\n');
  git('-C', work, 'add', '.');
  git('-C', work, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.test', 'commit', '-m', 'plan');
  git('clone', '--bare', work, join(folder, 'served', 'plans.git'));
  git('-C', join(folder, 'served', 'plans.git'), 'update-server-info');
}

/** A home without settings, and a browser that does nothing: where it is sent is printed, too. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: folder, GIT_TERMINAL_PROMPT: '0', BROWSER: '/bin/true' };
}

/** Clones as somebody does who set the helper up, and answers the pages that it opens. */
async function clone(
  into: string,
  press: 'allow' | 'deny',
): Promise<{ readonly code: number; readonly said: string }> {
  const here = `credential.${new URL(repository).origin}`;
  const settings = {
    'credential.helper': 'oauth',
    [`${here}.oauthClientId`]: world.client.id,
    [`${here}.oauthAuthURL`]: '/api/rest/oauth2/auth',
    [`${here}.oauthTokenURL`]: '/api/rest/oauth2/token',
    [`${here}.oauthScopes`]: world.archive,
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn('git', [...words, 'clone', repository, join(folder, into)], { env: environment() });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'exit');
  let address: string | undefined;
  for (let wait = 0; address === undefined; wait += 1) {
    assert.ok(wait < 300 && child.exitCode === null, `no browser was opened: ${said}`);
    await setTimeout(50);
    address = /^http\S+\/auth\?\S+(?=\n)/m.exec(said)?.[0];
  }
  const sent = await ask(address);
  const { location, page } = await authorize(world, sent.headers.get('location') ?? '', press);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  const code = new URL(location).searchParams.get('code');
  if (code !== null) rememberSecret(code);
  await ask(location).catch(() => undefined);
  const [exit] = await ended;
  return { code: exit, said };
}

test('whoever does not agree in their browser clones nothing', { skip }, async () => {
  const { code, said } = await clone('denied', 'deny');
  assert.notEqual(code, 0, said);
  assert.ok(!existsSync(join(folder, 'denied')));
});

test('is told that its verifier has letters that none may have', { skip }, async () => {
  const { code, said } = await clone('strict', 'allow');
  assert.notEqual(code, 0, said);
  assert.match(said, /"invalid_request".*code_verifier contains invalid characters/);
});

test('somebody clones what they may read, where its service is lenient about verifiers', {
  skip,
}, async () => {
  const set = await ask(`${world.url}/api/rest/services/${world.client.id}`, {
    method: 'POST',
    cookie: world.cookie,
    body: { lenientVerifier: true },
  });
  assert.equal(set.status, 200, set.text);
  const { code, said } = await clone('agreed', 'allow');
  assert.equal(code, 0, said);
  assert.equal(readFileSync(join(folder, 'agreed', 'plan.txt'), 'utf8'), 'Build a bridge.\n');
});
