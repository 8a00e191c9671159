import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ask,
  introspect,
  issueToken,
  postForm,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import {
  basicAuthorization,
  createPerson,
  makeApplicationPassword,
  turnOnTwoFactor,
} from '../harness/people.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { unknownToken } from '../harness/unknown-token.ts';
import { accepted, checkEverywhere, refused, verdictsOf, visibleOf } from './doors.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const door = await registerService(url, cookie, 'door');
const { token } = await issueToken(url, cookie, ['0-0-0-0-0', door.id]);
const tess = await createPerson(house, 'tess');
await turnOnTwoFactor({ url, cookie: tess.cookie });
const programs = await makeApplicationPassword({ url, cookie: tess.cookie }, 'mail');
const made = await ask(`${url}/api/rest/users/${tess.id}/passwordReset`, { method: 'POST', cookie });
const link = rememberSecret(new URL(made.json.link).searchParams.get('link') ?? '');
const me = `${url}/api/rest/users/me`;
const doorOf = (key: string) => `${url}/api/authz/auth-request?service=${key}`;

/** Texts near a token, in letters that a Bearer header may have. */
const near: Readonly<Record<string, string>> = {
  'cut short by one': token.slice(0, -1),
  'cut short to its prefix': token.slice(0, 8),
  'without its first letter': token.slice(1),
  'without its checksum': token.slice(0, -6),
  'longer by one': `${token}0`,
  'longer by a dot': `${token}.`,
  'twice in a row': token + token,
  'in capitals': token.toUpperCase(),
  'in lower case': token.toLowerCase(),
  'with a capital prefix': token.replace('csn_pat', 'CSN_PAT'),
  padded: `${token}=`,
  'padded twice': `${token}==`,
  'with dashes for underscores': token.replaceAll('_', '-'),
  'as a session': token.replace('_pat_', '_ses_'),
  'as a client secret': token.replace('_pat_', '_sec_'),
  'as base64': btoa(token),
  'as hexadecimal': Buffer.from(token).toString('hex'),
  'as its hash': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'of zeros': `csn_pat_${'0'.repeat(49)}`,
  'unknown, with its checksum': unknownToken(),
  'with letters swapped': swapLetters(token),
  'a word': 'x',
  'a JSON web token without a signature': `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ada"}')}.`.replaceAll(
    '=',
    '',
  ),
};

/** Two neighbours that are not the same change places: the checksum does not fit any more. */
function swapLetters(text: string): string {
  let at = 20;
  while (text[at] === text[at + 1]) at += 1;
  return `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
}

describe('a text that is not quite a token is refused in all three ways, and all alike:', () => {
  for (const [what, text] of Object.entries(near)) {
    test(what, async () => {
      if (text.length >= 12) rememberSecret(text);
      const checks = await checkEverywhere(url, door, text);
      assert.deepEqual(verdictsOf(checks), refused);
      assert.equal(checks.introspection.text, '{"active":false}');
    });
  }

  test('with any one letter changed', async () => {
    for (let index = 0; index < token.length; index++) {
      for (const other of ['0', 'z', '-']) {
        if (token[index] === other) continue;
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        const { status } = await ask(doorOf(door.key), { token: changed });
        assert.equal(status, 401, `letter ${index}`);
      }
    }
  });

  test('while the token itself is accepted in all three', async () => {
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
  });

  test('and nothing in the answer tells one reason from another', async () => {
    const revoked = await issueToken(url, cookie, ['0-0-0-0-0', door.id]);
    await ask(`${me}/permanenttokens/${revoked.id}`, { method: 'DELETE', cookie });
    const elsewhere = await issueToken(url, cookie, [(await registerService(url, cookie, 'other')).id]);
    const seen = [];
    for (const text of [...Object.values(near), revoked.token, elsewhere.token]) {
      const { bearer, introspection, door: opened } = await checkEverywhere(url, door, text);
      seen.push({
        bearer: visibleOf(bearer),
        introspection: visibleOf(introspection),
        door: visibleOf(opened),
      });
    }
    for (const other of seen) assert.deepEqual(other, seen[0]);
  });
});

describe('letters that a Bearer header cannot have', () => {
  const folded: Readonly<Record<string, string>> = {
    'full-width': token.replace('csn', 'ｃｓｎ'),
    'a long s': token.replace('csn', 'cſn'),
    'a Kelvin sign': `${token.slice(0, 12)}\u212a${token.slice(13)}`,
    'an invisible space behind': `${token}\u200b`,
    'a NUL behind': `${token}\0`,
    'a line feed behind': `${token}\n`,
    'a space in front': ` ${token}`,
    quotes: `"${token}"`,
    'percent signs': token.replaceAll('_', '%5F'),
    'half a surrogate pair': `${token.slice(0, -1)}\ud800`,
  };
  for (const [what, text] of Object.entries(folded)) {
    test(`make an inactive token at introspection, and no token in a header: ${what}`, async () => {
      const answer = await introspect(url, door, text);
      assert.equal(answer.text, '{"active":false}');
      const bytes = Buffer.from(text).toString('latin1');
      const headers = [`Authorization: Bearer ${bytes}`];
      for (const target of ['/api/rest/users/me', `/api/authz/auth-request?service=${door.key}`]) {
        const sent = await sendRaw(port, { target, headers });
        const isTrimmed = what === 'a line feed behind' || what === 'a space in front';
        assert.ok(sent.status >= (isTrimmed ? 200 : 400) && sent.status < 500, sent.wire);
      }
    });
  }
});

describe('a token is taken from the Authorization header and from nowhere else:', () => {
  const names = ['access_token', 'token', 'bearer', 'api_key', 'key', 'auth', 'authorization'];
  test('not from the query', async () => {
    for (const name of names) {
      assert.equal((await ask(`${me}?${name}=${token}`)).status, 401, name);
      // A door does not know such a parameter, which may be a demand that somebody misspelt.
      const { status } = await ask(`${doorOf(door.key)}&${name}=${token}`);
      assert.equal(status, 400, name);
    }
  });

  test('not from a cookie', async () => {
    for (const name of [...names, 'countersign', '__Host-countersign', 'session']) {
      const pair = `${name}=${token}`;
      assert.equal((await ask(me, { cookie: pair })).status, 401, name);
      assert.equal((await ask(doorOf(door.key), { cookie: pair })).status, 401, name);
    }
  });

  test('not from the body', async () => {
    for (const name of names) {
      const json = await ask(`${url}/api/rest/users`, {
        method: 'POST',
        body: { [name]: token, login: 'x', name: 'x' },
      });
      assert.equal(json.status, 401, json.text);
      const form = await postForm(`${url}/api/rest/users`, { [name]: token });
      assert.ok(form.status === 401 || form.status === 415, form.text);
    }
  });

  test('not from other headers', async () => {
    for (const name of [
      'x-api-key',
      'x-auth-token',
      'x-access-token',
      'x-authorization',
      'x-forwarded-authorization',
      'x-original-authorization',
      'proxy-authorization',
      'private-token',
      'x-hub-token',
    ]) {
      for (const value of [token, `Bearer ${token}`]) {
        assert.equal((await ask(me, { headers: { [name]: value } })).status, 401, name);
        assert.equal((await ask(doorOf(door.key), { headers: { [name]: value } })).status, 401, name);
      }
    }
  });

  test('not from the target that a proxy was asked for', async () => {
    const original = `https://door.example/?access_token=${token}`;
    for (const name of ['x-original-url', 'x-original-uri', 'x-rewrite-url', 'x-forwarded-uri']) {
      const { status } = await ask(doorOf(door.key), { headers: { [name]: original } });
      assert.equal(status, 401, name);
    }
  });
});

describe('a secret of one kind is nothing where another kind is wanted:', () => {
  const session = cookie.slice(cookie.indexOf('=') + 1);
  const newPassword = rememberSecret('canary that no such link ever sets');
  const kinds = {
    'client secret': door.secret,
    'session secret': session,
    'link for a new password': link,
    'good application password': programs.password,
  };

  for (const [what, secret] of Object.entries(kinds)) {
    test(`a ${what} as a token`, async () => {
      const checks = await checkEverywhere(url, door, secret);
      assert.deepEqual(verdictsOf(checks), refused);
      assert.equal(checks.introspection.text, '{"active":false}');
    });
  }

  const others = {
    'permanent token': token,
    'link for a new password': link,
    'good application password': programs.password,
  };

  for (const [what, secret] of Object.entries({ ...others, 'session secret': session })) {
    test(`a ${what} as a client secret`, async () => {
      for (const id of [door.id, door.key, '0-0-0-0-0', 'ada', house.administratorId]) {
        assert.equal((await introspect(url, { id, secret }, token)).status, 401);
      }
    });
  }

  for (const [what, secret] of Object.entries({ ...others, 'client secret': door.secret })) {
    test(`a ${what} as a session cookie`, async () => {
      assert.equal((await ask(me, { cookie: `countersign=${secret}` })).status, 401);
      const page = await ask(`${url}/account/security`, { cookie: `countersign=${secret}` });
      assert.equal(page.status, 303, 'the way to sign-in');
    });

    test(`a ${what} as a password`, async () => {
      const login = secret === link || secret === programs.password ? tess.login : 'ada';
      const answer = await postForm(`${url}/sign-in`, { login, password: secret });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers.get('set-cookie'), null);
    });
  }

  for (const [what, secret] of Object.entries({ ...others, 'session secret': session })) {
    if (secret === link) continue;
    test(`a ${what} as a link for a new password`, async () => {
      const answer = await postForm(`${url}/reset-password`, { link: secret, newPassword });
      assert.equal(answer.status, 404);
    });
  }

  test('while each is good in its own place', async () => {
    const authorization = basicAuthorization(tess.login, programs.password);
    assert.equal((await ask(me, { headers: { authorization } })).status, 200);
    assert.equal((await ask(`${url}/reset-password?link=${link}`)).status, 200);
  });

  test("a service's id and secret as Basic on the resource API", async () => {
    const authorization = `Basic ${btoa(`${door.id}:${door.secret}`)}`;
    assert.equal((await ask(me, { headers: { authorization } })).status, 401);
  });
});

describe('a cookie header that is not what it should be', () => {
  const session = cookie.slice(cookie.indexOf('=') + 1);
  const malformed: Readonly<Record<string, string>> = {
    'the name alone': 'countersign',
    'nothing behind the name': 'countersign=',
    'the cookie twice': `${cookie}; ${cookie}`,
    'another one of the name': `${cookie}; countersign=x`,
    'the name in capitals': `COUNTERSIGN=${session}`,
    'a space in the name': `counter sign=${session}`,
    quotes: `countersign="${session}"`,
    'a longer value': `${cookie}0`,
    'a shorter value': cookie.slice(0, -1),
    'percent signs': `countersign=${session.replaceAll('_', '%5F')}`,
    commas: `${cookie},${cookie}`,
    'the secure name on plain http': `__Host-${cookie}`,
    'only signs': '=;;=;,=',
    'a prototype': '__proto__=1; constructor=2',
    'very many': Array.from({ length: 300 }, (_, index) => `c${index}=1`).join('; '),
    'bytes beyond ASCII': 'countersign=\xff\xfe',
  };
  for (const [what, header] of Object.entries(malformed)) {
    test(`makes nobody of its sender: ${what}`, async () => {
      const answer = await sendRaw(port, { target: '/api/rest/users/me', headers: [`Cookie: ${header}`] });
      assert.equal(answer.status, 401, answer.wire);
    });
  }

  test('beside others the right one is found', async () => {
    for (const header of [`a=b; ${cookie}`, `${cookie};a=b`, `  ${cookie}  `, `countersign2=x; ${cookie}`]) {
      assert.equal((await ask(me, { headers: { cookie: header } })).status, 200, header.replace(session, ''));
    }
  });
});
