import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pages, pathsUnder } from './paths.ts';

const golden = new URL('paths.golden.txt', import.meta.url);

// After a wanted change: UPDATE_GOLDEN=1 node --test packages/web/src/lib/paths.test.ts
test('the addresses of the pages are those that were agreed on', () => {
  const { signIn, confirmIdentity, changePassword, signOut, twoFactor, api } = pathsUnder('/auth');
  const { me, introspect, issuer, authorize, token, authRequest } = api('https://id.example.com/auth/');
  const lines = {
    ...pages,
    signIn: signIn('/auth/account/security?sort=name:asc'),
    signInAgain: signIn('/auth/account/security', 'again'),
    confirmIdentity,
    changePassword: changePassword('/auth/account/security'),
    signOut,
    twoFactor: twoFactor('/auth/account/security'),
    'api.me': me,
    'api.introspect': introspect,
    'api.issuer': issuer,
    'api.authorize': authorize,
    'api.token': token,
    'api.authRequest': authRequest('build-server'),
  };
  const text = Object.entries(lines)
    .map(([name, address]) => `${name} ${address}\n`)
    .join('');
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, 'utf8'));
});

test('an authority at the root of its host has addresses without a prefix', () => {
  const { signIn, signOut, api } = pathsUnder('');
  assert.equal(signOut, '/sign-out');
  assert.equal(signIn('/account/security'), '/sign-in?return=%2Faccount%2Fsecurity');
  assert.equal(api('http://localhost:4700').me, 'http://localhost:4700/api/rest/users/me');
});
