import assert from 'node:assert/strict';
import { test } from 'node:test';
import { introspectionSnippet, nginxSnippet } from './snippets.ts';

const wiki = { id: 'f0e1', key: 'wiki' };

test('the commands name the service and the public address', () => {
  assert.equal(
    introspectionSnippet(wiki, 'https://id.example.com/auth'),
    'curl -u f0e1 -d token="$TOKEN" \\\n  https://id.example.com/auth/api/rest/oauth2/introspect',
  );
  assert.match(
    nginxSnippet(wiki, 'https://id.example.com'),
    /proxy_pass https:\/\/id\.example\.com\/api\/authz\/auth-request\?service=wiki;/,
  );
});

test('nginx lets none of a visitor’s own identity headers through', () => {
  const set = [
    ...nginxSnippet(wiki, 'https://id.example.com').matchAll(/proxy_set_header (Remote-\w+) (.*);/g),
  ];
  // An empty value clears a header; `$login` is what the authority answered.
  assert.deepEqual(
    set.map(([, header, value]) => [header, value]),
    [
      ['Remote-User', '$login'],
      ['Remote-Name', '""'],
      ['Remote-Email', '""'],
      ['Remote-Groups', '""'],
    ],
  );
});
