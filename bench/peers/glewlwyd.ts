import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { freePort } from '../../test/harness/running-authority.ts';
import { configuration, plugin, scope, serviceClient, signingKey } from './glewlwyd-configuration.ts';
import { client, endWithUs, introspectionRequest, type Peer, saysActive, stopProcess } from './peer.ts';
import { untilAnswers } from './until-answers.ts';

const program = '/usr/bin/glewlwyd';
const schema = '/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz';

/**
 * Set up over its own API, as its administrator would. Of the tokens those that are asked for were issued by it, over
 * HTTP; the others are rows of the same form that nobody has the text of.
 */
export const glewlwyd: Peer = {
  name: 'glewlwyd',
  setting:
    "introspection of the OpenID Connect plugin, SQLite with WAL, client by Basic (one iteration of its secret's hash)",
  findMissing: () => ([program, schema].every(existsSync) ? undefined : "Debian's glewlwyd"),
  async start(folder, { stored, distinct }) {
    const port = await freePort();
    const file = join(folder, 'glewlwyd.db');
    const database = new DatabaseSync(file);
    database.exec(gunzipSync(readFileSync(schema)).toString());
    // The file remembers it: readers need no lock then, and a write waits for the disk once.
    database.exec('pragma journal_mode = wal');
    // Its default, 150,000 of them, would be all there is to measure.
    database.exec(`update g_client_module_instance
      set gcmi_parameters = json_set(gcmi_parameters, '$."pbkdf2-iterations"', 1)`);
    writeFileSync(join(folder, 'glewlwyd.conf'), configuration(port, file));
    const child = spawn(program, ['--config-file', join(folder, 'glewlwyd.conf')], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endWithUs(child);
    await untilAnswers(child, port);
    const url = `http://localhost:${port}`;
    await setUp(url);
    const tokens: string[] = [];
    for (let number = 0; number < distinct; number++) tokens.push(await issue(url));
    pad(database, stored - distinct);
    database.close();
    return {
      target: { port, pid: child.pid },
      tokens,
      makeUnknown: () => forge(tokens[0] ?? ''),
      ask: (token) => introspectionRequest('/api/oidc/introspect', token),
      isActive: saysActive,
      stop: () => stopProcess(child),
    };
  },
};

async function setUp(url: string): Promise<void> {
  const cookies: string[] = [];
  const steps = [
    ['/api/auth/', { username: 'admin', password: 'password' }],
    ['/api/mod/plugin/', plugin(url)],
    ['/api/scope/', scope],
    ['/api/client/', serviceClient],
  ] as const;
  for (const [path, body] of steps) {
    const headers = { 'Content-Type': 'application/json', Cookie: cookies.join('; ') };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`glewlwyd answered ${path} with ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    for (const cookie of answer.headers.getSetCookie()) cookies.push(cookie.split(';', 1)[0] ?? '');
  }
}

/** RFC 6749 §4.4: a token that the service gets for itself. */
async function issue(url: string): Promise<string> {
  const { headers } = introspectionRequest('/api/oidc/token', '');
  const body = 'grant_type=client_credentials&scope=read';
  const answer = await fetch(`${url}/api/oidc/token`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`glewlwyd issued no token: ${answer.status} ${await answer.text()}`);
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return token;
}

function pad(database: DatabaseSync, count: number): void {
  database.exec('begin');
  const insert = database.prepare(`insert into gpo_access_token
    (gpoa_plugin_name, gpoa_authorization_type, gpoa_client_id, gpoa_token_hash, gpoa_jti)
    values ('oidc', 3, ?, ?, ?)`);
  for (let number = 0; number < count; number++) {
    insert.run(client.id, randomBytes(32).toString('base64'), randomBytes(24).toString('base64url'));
  }
  database.exec('commit');
}

/** Signed as it signs, under a name that it never gave: only its table can tell. */
function forge(token: string): string {
  const [header = '', claims = ''] = token.split('.');
  const jti = randomBytes(24).toString('base64url');
  const other = JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), jti });
  const signed = `${header}.${Buffer.from(other).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', signingKey).update(signed).digest('base64url')}`;
}
