import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultClient, type OAuthClient } from '@countersign/core';
import { holderOf, type RequestPart } from './embedded-sign-in.ts';

const uri = 'https://wiki.example.test:8443/callback?a=b';
const origin = 'https://wiki.example.test:8443';
const client: OAuthClient = { ...defaultClient, redirectUris: [uri], embedsSignIn: true };

describe('a part of a request', () => {
  test('is held by the origin of its answer, and framed there where one click answers nothing', () => {
    const expected: Readonly<Record<RequestPart, boolean>> = {
      'sign-in': true,
      'way-out': true,
      step: true,
      'new-password': false,
      consent: false,
    };
    for (const [part, mayFrame] of Object.entries(expected))
      assert.deepEqual(holderOf(client, uri, part as RequestPart), { origin, mayFrame }, part);
  });

  test('is held by nobody where it is no part, the switch is off, or there is no such service', () => {
    assert.equal(holderOf(client, uri, undefined), undefined);
    assert.equal(holderOf({ ...client, embedsSignIn: false }, uri, 'sign-in'), undefined);
    assert.equal(holderOf(undefined, uri, 'sign-in'), undefined);
    // As it was written before there was a switch.
    const { embedsSignIn: _, ...older } = client;
    assert.equal(holderOf(older as OAuthClient, uri, 'sign-in'), undefined);
  });

  test('is held by nobody where the address is not registered to the letter', () => {
    for (const other of [
      'https://wiki.example.test:8443/',
      `${uri}&c`,
      uri.toUpperCase(),
      origin,
      '',
      'undefined',
    ])
      assert.equal(holderOf(client, other, 'sign-in'), undefined, other);
  });

  test('is held by no address that a policy would read as more than one origin, and by https alone', () => {
    for (const odd of [
      'https://*.example.test/',
      'https://*/',
      'https://a;script-src.b/',
      "https://a'self'/",
      'https://a,b/',
      'https://[::1]/',
      'http://localhost:8080/',
      'com.example.app:/callback',
      'data:text/html,x',
      'blob:https://wiki.example.test/x',
    ])
      assert.equal(holderOf({ ...client, redirectUris: [odd] }, odd, 'sign-in'), undefined, odd);
  });
});
