import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorityClient } from './index.ts';

test('refresh tokens and approved scopes are listed, read and ended', async () => {
  const sent: string[] = [];
  const { refreshTokens, approvedScopes } = new AuthorityClient({
    url: 'https://id.example.org',
    credential: 'cookie',
    fetch: async (url, { method }) => {
      sent.push(`${method} ${decodeURIComponent(url.slice('https://id.example.org/api/rest/'.length))}`);
      return method === 'DELETE' ? new Response(null) : Response.json({});
    },
  });
  await refreshTokens.list('me', { top: 10 });
  await refreshTokens.get('me', 't1');
  await refreshTokens.revoke('u1', 't1');
  await approvedScopes.list('me', { top: 10 });
  await approvedScopes.get('me', 's1');
  await approvedScopes.revoke('u1', 's1');
  assert.deepEqual(sent, [
    'GET users/me/refreshtokens?$top=10',
    'GET users/me/refreshtokens/t1',
    'DELETE users/u1/refreshtokens/t1',
    'GET users/me/approvedscopes?$top=10',
    'GET users/me/approvedscopes/s1',
    'DELETE users/u1/approvedscopes/s1',
  ]);
});
