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

test('nginx sets all four identity headers, whatever a visitor sent under their names, and keeps the credential', () => {
  const snippet = nginxSnippet(wiki, 'https://id.example.com');
  const told = ['User', 'Name', 'Email', 'Groups'].map((fact) => {
    const source = snippet.match(
      new RegExp(`auth_request_set (\\$\\w+) \\$upstream_http_remote_${fact.toLowerCase()};`),
    )?.[1];
    return `proxy_set_header Remote-${fact} ${source};`;
  });
  const application = snippet.slice(0, snippet.indexOf('location = /countersign'));
  for (const line of [...told, 'proxy_set_header Authorization "";'])
    assert.ok(application.includes(line), line);
});
