import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tryCommand } from './try-command.ts';

const token = 'csn_pat_example';
const wiki = { type: 'service', id: 's-1', key: 'wiki', name: 'Wiki' } as const;
const authority = { type: 'service', id: '0-0-0-0-0', key: 'Countersign', name: 'Countersign' } as const;

test('a token for the authority itself asks who it speaks for', () => {
  assert.deepEqual(tryCommand({ token, scope: [wiki, authority] }, 'http://localhost:4700'), {
    kind: 'me',
    command: 'curl -H "Authorization: Bearer csn_pat_example" http://localhost:4700/api/rest/users/me',
  });
});

test('any other token asks at the door of its first service', () => {
  assert.deepEqual(tryCommand({ token, scope: [wiki] }, 'https://id.example.com/auth/'), {
    kind: 'door',
    command:
      'curl -i -H "Authorization: Bearer csn_pat_example" "https://id.example.com/auth/api/authz/auth-request?service=wiki"',
    service: 'Wiki',
  });
});
