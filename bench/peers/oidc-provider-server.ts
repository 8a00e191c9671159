import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { spread } from '../spread.ts';
import { loadPackage } from './load-package.ts';
import { client, type PeerCount, type PeerReport } from './peer.ts';

/**
 * oidc-provider on node:http, with opaque access tokens of one user's grants in memory. Its own store in memory forgets
 * all but a thousand things, so a map stands in for it, which is as fast as a store can be.
 */
const { default: Provider } = await loadPackage<typeof import('oidc-provider')>('oidc-provider');
const { stored, distinct }: PeerCount = JSON.parse(await text(process.stdin));
const kept = new Map<string, AdapterPayload>();

const provider = new Provider('http://localhost', {
  adapter: openMap,
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: ['https://bench.example.org/callback'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  cookies: { keys: ['a key for the cookies of the bench'] },
  features: {
    introspection: { enabled: true, allowedPolicy: () => true },
    devInteractions: { enabled: false },
  },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  ttl: { AccessToken: 86_400, Grant: 86_400 },
});

const asking = await provider.Client.find(client.id);
if (asking === undefined) throw new Error('the asking client is missing');
const tokens: string[] = [];
for (let number = 1; number <= stored; number++) {
  const accountId = `bot-${number % 10}`;
  const grantId = await new provider.Grant({ accountId, clientId: client.id }).save();
  const token = new provider.AccessToken({
    accountId,
    client: asking,
    grantId,
    gty: 'authorization_code',
    scope: 'openid',
  });
  tokens.push(await token.save());
}

const server = createServer(provider.callback());
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const report: PeerReport = { port, tokens: spread(tokens, distinct) };
  process.stdout.write(`${JSON.stringify(report)}\n`);
});

function openMap(model: string): Adapter {
  const key = (id: string) => `${model}:${id}`;
  const find = async (id: string) => kept.get(key(id));
  return {
    find,
    findByUid: find,
    findByUserCode: find,
    async upsert(id, payload) {
      kept.set(key(id), payload);
    },
    async consume() {},
    async destroy(id) {
      kept.delete(key(id));
    },
    async revokeByGrantId() {},
  };
}
