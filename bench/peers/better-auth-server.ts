import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { loadPackage } from './load-package.ts';
import type { PeerCount, PeerReport } from './peer.ts';

/**
 * better-auth with its API-key plugin on a SQLite file, mounted on node:http by its own handler. Verifying is a call
 * that it does not offer over HTTP; an endpoint of three lines, made the way its plugins make theirs, hands it on.
 * Limits on the rate of requests are off, and what remains is as it comes.
 * The keys that are asked for it made itself.
 */
interface BetterAuth {
  readonly handler: (request: Request) => Promise<Response>;
  readonly api: {
    signUpEmail(call: object): Promise<{ readonly user: { readonly id: string } }>;
    createApiKey(call: object): Promise<{ readonly key: string }>;
    verifyApiKey(call: object): Promise<object>;
  };
}
type Handler = NonNullable<Parameters<typeof createServer>[1]>;
interface EndpointCall {
  readonly body: { readonly key: string };
  json(value: object): Promise<object>;
}

const { betterAuth } = await loadPackage<{ betterAuth(options: object): BetterAuth }>('better-auth');
const { createAuthEndpoint } = await loadPackage<{
  createAuthEndpoint(path: string, options: object, handler: (call: EndpointCall) => Promise<object>): object;
}>('better-auth/api');
const { getMigrations } = await loadPackage<{
  getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>;
}>('better-auth/db/migration');
const { toNodeHandler } = await loadPackage<{ toNodeHandler(auth: BetterAuth): Handler }>('better-auth/node');
const { apiKey } = await loadPackage<{ apiKey(options: object): object }>('@better-auth/api-key');

const { stored, distinct }: PeerCount = JSON.parse(await text(process.stdin));
const database = new DatabaseSync('better-auth.db');
// As fast as it may be set up: no write waits for the disk.
database.exec('pragma journal_mode = wal; pragma synchronous = normal');
const options = {
  baseURL: 'http://localhost',
  secret: 'a secret of more than thirty-two characters',
  database,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  logger: { disabled: true },
  telemetry: { enabled: false },
  plugins: [
    apiKey({ rateLimit: { enabled: false } }),
    {
      id: 'verify-over-http',
      endpoints: {
        verifyOverHttp: createAuthEndpoint('/verify', { method: 'POST' }, async ({ body, json }) =>
          json(await auth.api.verifyApiKey({ body: { key: body.key } })),
        ),
      },
    },
  ],
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);

const account = { email: 'bot@example.org', password: 'a password for the bench', name: 'bot' };
const { user } = await auth.api.signUpEmail({ body: account });
const keys: string[] = [];
for (let number = 1; number <= distinct; number++) {
  const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: `key ${number}` } });
  keys.push(key);
}
pad(stored - distinct);

const server = createServer(toNodeHandler(auth));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const report: PeerReport = { port, tokens: keys };
  process.stdout.write(`${JSON.stringify(report)}\n`);
});

/** The keys that nobody asks for: rows like that of one it made, under hashes that nobody has the text of. */
function pad(count: number): void {
  const like = database.prepare('select * from apikey limit 1').get() ?? {};
  const columns = Object.keys(like);
  const places = columns.map(() => '?').join(', ');
  const insert = database.prepare(`insert into apikey (${columns.join(', ')}) values (${places})`);
  database.exec('begin');
  for (let number = 0; number < count; number++) {
    const own = {
      ...like,
      id: randomBytes(24).toString('base64url'),
      key: randomBytes(32).toString('base64url'),
    };
    insert.run(...Object.values(own));
  }
  database.exec('commit');
}
