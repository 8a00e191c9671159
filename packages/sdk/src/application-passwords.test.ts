import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorityClient } from './index.ts';

test('application passwords are listed, read, made for one service or for all, and revoked', async () => {
  const sent: string[] = [];
  const { applicationPasswords } = new AuthorityClient({
    url: 'https://id.example.org',
    credential: 'cookie',
    fetch: async (url, { method, body }) => {
      const path = decodeURIComponent(url.slice('https://id.example.org/api/rest/'.length));
      sent.push(`${method} ${path} ${body ?? ''}`.trim());
      return method === 'DELETE' ? new Response(null) : Response.json({});
    },
  });
  await applicationPasswords.list('me', { top: 10 });
  await applicationPasswords.get('me', 'p1');
  await applicationPasswords.issue('me', { name: 'Mail' });
  await applicationPasswords.issue('me', { name: 'Mail', service: 'wiki' });
  await applicationPasswords.revoke('u1', 'p1');
  assert.deepEqual(sent, [
    'GET users/me/applicationPasswords?$top=10',
    'GET users/me/applicationPasswords/p1',
    'POST users/me/applicationPasswords {"name":"Mail"}',
    'POST users/me/applicationPasswords {"name":"Mail","service":{"id":"wiki"}}',
    'DELETE users/u1/applicationPasswords/p1',
  ]);
});
