import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { sendRaw } from '../../packages/server/test/harness/raw-http.ts';
import { openBrowser } from '../harness/browser.ts';
import { type EchoApplication, startEchoApplication } from '../harness/echo-application.ts';
import {
  administrator,
  ask,
  issueToken,
  registerService,
  setUp,
  signInFirst,
} from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { startAuthority } from '../harness/running-authority.ts';
import { startCaddy } from '../harness/running-caddy.ts';
import { startNginx } from '../harness/running-nginx.ts';
import type { ProxyAddresses, RunningProxy } from '../harness/running-proxy.ts';
import { skipWithout } from '../harness/tools.ts';

const proxies = { nginx: startNginx, caddy: startCaddy } as const;

/** An authority that trusts the proxy, an application that believes its headers, and the proxy between them. */
async function aHouse(start: (addresses: ProxyAddresses) => Promise<RunningProxy>) {
  const authority = await startAuthority({ env: { COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1' } });
  after(() => authority.stop());
  const application = await startEchoApplication();
  after(() => application.stop());
  const proxy = await start({ authorityUrl: authority.url, applicationUrl: application.url });
  after(() => proxy.stop());
  const cookie = await setUp(authority);
  const wiki = await registerService(authority.url, cookie, 'wiki');
  const post = async (path: string, body: unknown) => {
    const answer = await ask(`${authority.url}/api/rest/${path}`, { method: 'POST', cookie, body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  await post(`services/${wiki.id}`, { homeUrl: proxy.url });
  return { url: authority.url, door: `${proxy.url}/app/page`, application, cookie, wiki, post };
}

/** Runs a program that people use at a door, and answers what it wrote to both streams. */
function run(program: string, words: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_TERMINAL_PROMPT: '0' };
  return new Promise((resolve) => {
    execFile(program, words, { env }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

function lastSeen({ seen }: EchoApplication) {
  const last = seen.at(-1);
  if (last === undefined) throw new Error('nothing reached the application');
  return last;
}

/** The pairs of a Cookie header, in their order. */
function cookiesOf(header = ''): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
}

for (const [name, start] of Object.entries(proxies)) {
  const skip = skipWithout(name as keyof typeof proxies) || skipWithout('chromium');
  describe(`with the committed example for ${name}, an application`, { skip }, async () => {
    const house = skip ? undefined : await aHouse(start);
    if (house === undefined) return;
    const { url, door, application, cookie, wiki, post } = house;
    const { token } = await issueToken(url, cookie, [wiki.id]);

    test('learns who it is from the authority alone, whatever the visitor claims', async () => {
      const claims = {
        'remote-user': 'root',
        'remote-name': 'Root',
        'remote-email': 'root@example.test',
        'remote-groups': 'Administrators',
        'Remote-USER': 'root',
        // To an application that reads headers as CGI does, these are the same names.
        remote_user: 'root',
        remote_name: 'Root',
        Remote_Email: 'root@example.test',
        REMOTE_GROUPS: 'Administrators',
        'Remote.User': 'root',
      };
      const authorizations = [`Bearer ${token}`, `Basic ${btoa(`root:${token}`)}`];
      for (const authorization of authorizations) {
        const answer = await ask(door, { headers: { ...claims, authorization } });
        assert.equal(answer.status, 200);
        const { headers } = lastSeen(application);
        assert.equal(headers['remote-user'], 'ada');
        assert.equal(headers['remote-name'], 'Ada Lovelace');
        assert.equal(headers['remote-email'] ?? '', '', 'there is no address, and none is made up');
        assert.equal(headers['remote-groups'], 'All Users,Registered Users');
        assert.deepEqual(
          Object.keys(headers).filter((each) => /^remote[^-]/.test(each)),
          [],
          'nor by another spelling',
        );
        assert.equal(headers.authorization, undefined, 'the credential goes no further');
      }
    });

    test('is reached by nobody whose credential is not good, and by no claim', async () => {
      const before = application.seen.length;
      for (const headers of [
        {},
        { 'remote-user': 'ada' },
        { 'x-forwarded-user': 'ada', 'x-original-url': 'http://localhost/', 'x-forwarded-uri': '/' },
        { authorization: 'Bearer junk', 'remote-user': 'ada' },
        { authorization: 'Bearer junk', cookie },
        { authorization: `Basic ${btoa(`ada:${administrator.password}`)}` },
      ])
        assert.equal((await ask(door, { headers })).status, 401, JSON.stringify(Object.keys(headers)));
      assert.equal(application.seen.length, before);
    });

    test('hears of who it is whatever the visitor calls a matter of the connection', async () => {
      const bot = await post('users', {
        login: 'caller',
        name: 'Caller',
        kind: 'bot',
        email: 'caller@example.test',
      });
      const made = await issueToken(url, cookie, [wiki.id], { userId: bot.id });
      const { host, port, pathname: target } = new URL(door);
      for (const who of [
        { token, login: 'ada', displayed: 'Ada Lovelace', email: '' },
        { token: made.token, login: 'caller', displayed: 'Caller', email: 'caller@example.test' },
      ])
        for (const connection of [
          ['close, Remote-User, Remote-Name, Remote-Email, Remote-Groups'],
          ['remote-user', 'REMOTE-NAME,remote-email', 'Remote-Groups, close'],
        ]) {
          const answer = await sendRaw(Number(port), {
            target,
            bare: true,
            headers: [
              `Host: ${host}`,
              `Authorization: Bearer ${who.token}`,
              ...connection.map((names) => `Connection: ${names}`),
              'Remote-User: root',
            ],
          });
          assert.equal(answer.status, 200, answer.wire);
          const { headers } = lastSeen(application);
          assert.equal(headers['remote-user'], who.login);
          assert.equal(headers['remote-name'], who.displayed);
          // Where there is nothing, nginx sends no header, and Caddy sends an empty one.
          const nothing = name === 'nginx' ? undefined : '';
          assert.equal(headers['remote-email'], who.email || nothing);
          assert.equal(headers['remote-groups'], 'All Users,Registered Users');
        }
    });

    test('never sees the session with which a browser comes', async () => {
      for (const header of [cookie, `theme=dark; ${cookie}`, `${cookie}; lang=en`, `a=b; ${cookie}; c=d`]) {
        const answer = await ask(door, { headers: { cookie: header } });
        assert.equal(answer.status, 200);
        const seen = lastSeen(application).headers;
        assert.equal(seen['remote-user'], 'ada');
        assert.doesNotMatch(seen.cookie ?? '', /csn_/);
        for (const own of header.split('; ').filter((pair) => pair !== cookie))
          assert.ok(seen.cookie?.includes(own), `${own} is the application's own`);
      }
    });

    test('never sees it among decoys either, and loses no cookie of its own', async () => {
      const secret = rememberSecret('csn_ses_canary-among-decoys');
      const held = { authorization: `Bearer ${token}` };
      const decoy = 'countersign=x';
      const session = `__Host-countersign=${secret}`;
      for (const header of [
        `${decoy}; ${session}; a=b`,
        `a=b; ${decoy}; ${session}`,
        `${session}; ${decoy}; a=b`,
        `${decoy}; a=b; ${session}`,
        `a=b; ${session}; c=d; ${decoy}; e=f`,
        `a=b;${decoy};${session};c=d`,
        `${decoy}; ${session}`,
        `${decoy}; countersign=${secret}; a=b`,
        `a=b; countersign=; ${session}; mycountersign=c; countersigned=d; x-__Host-countersign=e`,
      ]) {
        assert.equal((await ask(door, { headers: { ...held, cookie: header } })).status, 200);
        const left = cookiesOf(lastSeen(application).headers.cookie);
        assert.deepEqual(
          left,
          cookiesOf(header).filter((pair) => !/^(__Host-)?countersign=/.test(pair)),
          header,
        );
      }
      for (const decoys of [`${decoy}; ${decoy}`, `${decoy}; a=b; ${decoy}; c=d; ${decoy}`])
        for (const header of [`${decoys}; ${session}; e=f`, `e=f; ${session}; ${decoys}`]) {
          await ask(door, { headers: { ...held, cookie: header } });
          assert.doesNotMatch(lastSeen(application).headers.cookie ?? '', /csn_|(^|[; ])countersign=/);
        }
    });

    test('is open to git and to curl with the token as the password', async () => {
      const address = new URL(door);
      const withPassword = `http://anybody:${token}@${address.host}/app/repository.git`;
      await run('git', ['ls-remote', withPassword]);
      const asked = application.seen.find(({ path }) => path.startsWith('/app/repository.git/info/refs'));
      assert.match(asked?.headers['user-agent'] ?? '', /^git\//);
      assert.equal(asked?.headers['remote-user'], 'ada');
      const refused = await run('git', ['ls-remote', withPassword.replace(token, 'wrong')]);
      assert.match(refused, /Authentication failed/);
      const curled = await run('curl', ['-s', '-u', `ada:${token}`, door]);
      assert.equal(JSON.parse(curled).headers['remote-user'], 'ada');
    });

    test('leads a browser to sign in, and back to where it was', async () => {
      const browser = await openBrowser();
      try {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${door}?x=1`);
        assert.equal(new URL(page.url()).origin, url);
        await page.getByLabel(/Login/).fill(administrator.login);
        await page.getByLabel('Password').fill(administrator.password);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.waitForURL(`${door}?x=1`);
        assert.match(await page.innerText('body'), /"remote-user":"ada"/);
      } finally {
        await browser.close();
      }
    });

    test('lets a bot through whose group requires two-factor authentication, and not a person without', async () => {
      const group = await post('usergroups', { name: 'Guarded', requiredTwoFactorAuthentication: true });
      const bot = await post('users', { login: 'robot', name: 'Robot', kind: 'bot' });
      const initial = rememberSecret('canary an envelope for the newcomer');
      const person = await post('users', { login: 'newcomer', name: 'Newcomer', password: initial });
      for (const { id } of [bot, person]) await post(`usergroups/${group.id}/users`, { id });

      const made = await issueToken(url, cookie, [wiki.id], { userId: bot.id });
      assert.equal((await ask(door, { token: made.token })).status, 200);
      assert.equal(lastSeen(application).headers['remote-user'], 'robot');

      const own = rememberSecret('canary a bridge over seven lanterns');
      const session = await signInFirst(url, 'newcomer', { initial, own });
      const before = application.seen.length;
      assert.equal((await ask(door, { headers: { cookie: session } })).status, 403);
      assert.equal(application.seen.length, before);
    });
  });
}

// These two are not run: their configurations are read.
describe('the committed example', () => {
  const names = ['User', 'Name', 'Email', 'Groups'];
  const example = (path: string) =>
    readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8').replaceAll(/^ *#.*\n/gm, '');

  test('for Traefik takes both spellings of the four away before it asks', () => {
    const configuration = example('traefik/dynamic.yaml');
    assert.match(configuration, /middlewares: \[nobody, countersign, without-credential\]/);
    const nobody = configuration.match(/^ {4}nobody:\n(?: {6,}.*\n)+/m)?.[0];
    for (const name of names)
      for (const spelling of [`Remote-${name}`, `Remote_${name}`])
        assert.ok(nobody?.includes(`\n          ${spelling}: ""\n`), spelling);
  });

  test('for Envoy takes the four away before it asks, and refuses names with an underscore', () => {
    const configuration = example('envoy/envoy.yaml');
    const [manager = '', filters = ''] = configuration.split(/^ {16}http_filters:\n/m);
    assert.match(
      manager,
      /\n {16}common_http_protocol_options:\n {18}headers_with_underscores_action: REJECT_REQUEST\n/,
    );
    const asks = filters.indexOf('envoy.filters.http.ext_authz');
    for (const name of names) {
      const removed = filters.indexOf(`- remove: remote-${name.toLowerCase()}\n`);
      assert.ok(removed >= 0 && removed < asks, name);
    }
  });
});
