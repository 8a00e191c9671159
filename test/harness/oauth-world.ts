import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerClient, type TestClient } from './oauth-client.ts';
import { type Answer, ask, introspect, registerService, setUp } from './rest-client.ts';
import { rememberSecret } from './run-folder.ts';
import { startAuthority } from './running-authority.ts';

/** A running authority, an application that signs people in there, and a service that takes the tokens of others. */
export interface OAuthWorld {
  readonly url: string;
  /** The administrator's session, as a cookie header. */
  readonly cookie: string;
  readonly client: TestClient;
  /** What stands in a scope for the service. */
  readonly archive: string;
  /** Shows the service a token; it answers for whom it is good, or 401. */
  askArchive(token: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** Opens one with an application of the given key and OAuth settings. */
export async function openOAuthWorld(
  key: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<OAuthWorld> {
  const authority = await startAuthority();
  const { url } = authority;
  const cookie = await setUp(authority);
  const archive = await startArchive(url, await registerService(url, cookie, 'archive', 'Archive'));
  return {
    url,
    cookie,
    client: await registerClient({ url, cookie }, key, settings),
    archive: 'archive',
    askArchive: (token) => ask(archive.url, { token }),
    stop: async () => {
      await archive.stop();
      await authority.stop();
    },
  };
}

/** A service as anybody might write one: it asks the authority about each token that it is shown (RFC 7662). */
async function startArchive(authorityUrl: string, service: { readonly id: string; readonly secret: string }) {
  const server = createServer(async (request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const { json } = await introspect(authorityUrl, service, token);
    response.writeHead(json.active ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json.active ? { shelvedFor: json.username } : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/shelves`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes down what an application was given, for the canary suite; answers it. */
export function rememberTokens<Given extends { readonly [name: string]: unknown }>(given: Given): Given {
  for (const value of Object.values(given))
    if (typeof value === 'string' && value.startsWith('csn_')) rememberSecret(value);
  return given;
}
