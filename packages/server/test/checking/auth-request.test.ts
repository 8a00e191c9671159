import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, createUser, setBanned } from '../harness/people.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { changesNothing } from '../harness/refused.ts';
import { securityFaults } from '../harness/security-headers.ts';
import { unknownToken } from '../harness/unknown-token.ts';
import { visibleOf } from './doors.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const door = await registerService(url, cookie, 'door', 'The door');
const other = await registerService(url, cookie, 'other');
const owner = await createPerson(house, 'owner');
const { token } = await issueToken(url, owner.cookie, [door.id]);

const bearer = 'Bearer realm="Countersign"';
const basic = 'Basic realm="Countersign", charset="UTF-8"';
const identity = ['remote-user', 'remote-name', 'remote-email', 'remote-groups'];

function knock(query: string, more: Parameters<typeof ask>[1] = { token }) {
  return ask(`${url}/api/authz/auth-request${query}`, more);
}

describe('a door opens', () => {
  test('for a token with its service in the scope, whether named by id or by key', async () => {
    for (const name of [door.id, 'door', 'DOOR', encodeURIComponent(door.id), '%64oor']) {
      const answer = await knock(`?service=${name}`);
      assert.equal(answer.status, 200, name);
      assert.equal(answer.text, '');
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.deepEqual(
        securityFaults((header) => answer.headers.get(header)),
        [],
      );
    }
  });

  test('and says who it is in four headers', async () => {
    const { headers } = await knock('?service=door');
    assert.deepEqual(
      identity.map((name) => headers.get(name)),
      ['owner', 'owner Example', '', 'All Users,Registered Users'],
    );
  });

  test('and always sends all four, so that a visitor cannot fill in a missing one', async () => {
    const bot = await createUser(house, 'robot', { kind: 'bot' });
    const made = await issueToken(url, cookie, [door.id], { userId: bot });
    const answer = await sendRaw(port, {
      target: '/api/authz/auth-request?service=door',
      headers: [
        `Authorization: Bearer ${made.token}`,
        'Remote-User: ada',
        'Remote-Email: ada@example.test',
        'Remote-Groups: Administrators',
        'X-Remote-User: ada',
      ],
    });
    assert.deepEqual(
      identity.map((name) => answer.headers.get(name)),
      [['robot'], ['robot Example'], [''], ['All Users,Registered Users']],
    );
  });

  test('and names that no header can hold come in percent signs that can be undone', async () => {
    const name = 'Zoë, 100% 漢字 💥';
    const zoe = await createUser(house, 'zoe', { name, email: 'zoë@example.test' });
    const made = await issueToken(url, cookie, [door.id], { userId: zoe });
    const { headers } = await knock('?service=door', { token: made.token });
    assert.match(headers.get('remote-name') ?? '', /^[\x20-\x7e]+$/);
    assert.equal(decodeURIComponent(headers.get('remote-name') ?? ''), name);
    assert.equal(decodeURIComponent(headers.get('remote-email') ?? ''), 'zoë@example.test');
  });

  test('for HEAD as for GET', async () => {
    const answer = await knock('?service=door', { token, method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('remote-user'), 'owner');
    assert.equal((await knock('?service=door', { method: 'HEAD' })).status, 401);
  });

  test('whatever the visitor wanted to do behind it', async () => {
    const headers = {
      'x-original-method': 'DELETE',
      'x-original-uri': '/admin/../x',
      'x-original-url': 'junk',
    };
    assert.equal((await knock('?service=door', { token, headers })).status, 200);
  });
});

describe('a door stays shut', () => {
  test('without a credential, and asks for a Bearer token or for Basic, without an error code (RFC 6750 §3)', async () => {
    const answer = await knock('?service=door', {});
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('www-authenticate'), `${bearer}, ${basic}`);
  });

  const credentials: Readonly<Record<string, () => Promise<Parameters<typeof ask>[1]>>> = {
    'an unknown token': async () => ({ token: unknownToken() }),
    'a token with a wrong checksum': async () => ({ token: `csn_pat_${'0'.repeat(49)}` }),
    'a word': async () => ({ token: 'word' }),
    'two words': async () => ({ headers: { authorization: 'Bearer two words' } }),
    'an empty Bearer': async () => ({ headers: { authorization: 'Bearer' } }),
    'another scheme': async () => ({ headers: { authorization: `Token ${token}` } }),
    'a token for another service': async () => issueToken(url, owner.cookie, [other.id, '0-0-0-0-0']),
    'the client secret of the service': async () => ({ token: door.secret }),
    'the service by Basic': async () => ({
      headers: { authorization: `Basic ${btoa(`${door.id}:${door.secret}`)}` },
    }),
    'a revoked token': async () => {
      const made = await issueToken(url, owner.cookie, [door.id]);
      await ask(`${url}/api/rest/users/me/permanenttokens/${made.id}`, {
        method: 'DELETE',
        cookie: owner.cookie,
      });
      return made;
    },
    "a banned user's token": async () => {
      const banned = await createPerson(house, 'banned');
      const made = await issueToken(url, banned.cookie, [door.id]);
      await setBanned(house, banned.id, true);
      return made;
    },
  };
  let first: object | undefined;
  for (const [what, make] of Object.entries(credentials)) {
    test(`for ${what}, with the same answer for all of these`, async () => {
      const made = (await make()) ?? {};
      const credential = {
        ...(made.token && { token: made.token }),
        ...(made.headers && { headers: made.headers }),
      };
      const answer = await knock('?service=door', credential);
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get('www-authenticate'), `${bearer}, error="invalid_token", ${basic}`);
      for (const name of identity) assert.equal(answer.headers.get(name), null);
      first ??= visibleOf(answer);
      assert.deepEqual(visibleOf(answer), first);
    });
  }

  test('for a guest', async () => {
    for (const login of ['guest', 'me']) {
      const headers = { 'remote-user': login, 'x-remote-user': login };
      assert.equal((await knock('?service=door', { headers })).status, 401);
    }
  });
});

describe('a door that is none is answered 400, never yes', () => {
  const queries: Readonly<Record<string, string>> = {
    nothing: '',
    'an empty query': '?',
    'no service': '?x=1',
    'an empty service': '?service=',
    'the name alone': '?service',
    'an unknown key': '?service=nothing',
    'an unknown id': '?service=9c1f4d1e-0000-4000-8000-00000000dead',
    'a prototype': '?service=__proto__',
    'an asterisk': '?service=*',
    'the key with a slash': '?service=door/',
    'the key with a space': '?service=door%20',
    'the key with a NUL': '?service=door%00',
    'two keys in one': '?service=door,other',
    'the same service twice': '?service=door&service=door',
    'another service first': '?service=other&service=door',
    'the service twice in other letters': '?service=door&%73ervice=door',
    'a list': '?service[]=door',
    'capitals in the name': '?Service=door',
    'broken percent signs': '?service=%zz',
    'a broken parameter beside it': '?service=door&x=%ff',
    'a semicolon for a separator': '?x=1;service=door',
    'a very long key': `?service=${'d'.repeat(5_000)}`,
  };
  for (const [what, query] of Object.entries(queries)) {
    test(what, async () => {
      for (const credential of [{ token }, {}, { cookie }]) {
        const answer = await knock(query, credential);
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.json.error_field, 'service');
        for (const name of identity) assert.equal(answer.headers.get(name), null);
        assert.deepEqual(
          securityFaults((header) => answer.headers.get(header)),
          [],
        );
      }
    });
  }

  test('a service in a header or a body is no service', async () => {
    const headers = {
      'x-service': 'door',
      service: 'door',
      'content-type': 'application/x-www-form-urlencoded',
    };
    assert.equal((await knock('', { token, headers })).status, 400);
  });
});

test('other methods are answered 405', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const answer = await knock('?service=door', { token, method });
    assert.equal(answer.status, 405, method);
    assert.deepEqual(answer.headers.get('allow')?.split(', ').sort(), ['GET', 'HEAD']);
  }
});

test('checking writes nothing that the authority keeps', async () => {
  await changesNothing(house, async () => {
    for (let count = 0; count < 20; count++) {
      await knock('?service=door');
      await knock('?service=door', { token: unknownToken() });
    }
  });
});
