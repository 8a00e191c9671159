import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, createUser } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

const house = await openAuthority();
const { url, cookie } = house;
const observer = await createPerson(house, 'observer');
const victim = await createUser(house, 'victim');
const hidden = await ask(`${url}/api/rest/services`, {
  method: 'POST',
  cookie,
  body: { name: 'hidden', key: 'hidden', viewers: [] },
});
rememberSecret(hidden.json.secret);

const absentId = '9c1f4d1e-0000-4000-8000-00000000dead';
const password = rememberSecret('canary ferry across the narrow sound');

/** Texts that no name may be. */
const badNames: Readonly<Record<string, unknown>> = {
  empty: '',
  'one space': ' ',
  'a space in front': ' name',
  'a space behind': 'name ',
  'a no-break space behind': 'name\u00a0',
  '201 characters': 'n'.repeat(201),
  '201 emoji': '💥'.repeat(201),
  '64 KiB': 'n'.repeat(65_536),
  'a NUL': 'na\0me',
  'a line feed': 'na\nme',
  'a carriage return': 'na\rme',
  'a tab': 'na\tme',
  'an escape': 'na\u001b[31mme',
  'a delete': 'na\u007fme',
  'a C1 control': 'na\u009bme',
  'a line separator': 'na\u2028me',
  'a paragraph separator': 'na\u2029me',
  'a turn of direction': 'invoice\u202etxt.exe',
  'an isolate': 'na\u2066me',
  'nothing that is seen': '\u200b\u200d',
  'the first half of a surrogate pair': 'na\ud83dme',
  'the second half of a surrogate pair': '\udca5',
  'a number': 5,
  'a word of logic': true,
  null: null,
  'a list': ['name'],
  'an object': { name: 'name' },
};

/** Texts that look dangerous and are only texts: they come back as they went in. */
const plainTexts: Readonly<Record<string, string>> = {
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'a template': '{{constructor.constructor("alert(1)")()}} #{7*7} <%= 7*7 %>',
  'a formula': '=HYPERLINK("http://evil.example";"x")',
  SQL: "Robert'); DROP TABLE users;--",
  'a path': '../../../../etc/passwd',
  'a prototype': '__proto__',
  'percent signs': '%00%0d%0aSet-Cookie:x=1',
  'right to left': 'שלום عليكم',
  'stacked marks': `z${'\u0363'.repeat(40)}`,
  'a joined emoji': '👩‍👩‍👧‍👦 🏳️‍🌈',
  '200 emoji': '💥'.repeat(200),
  'letters of many scripts': 'Ωμέγα 漢字 ไทย한국어',
};

interface Write {
  readonly path: string;
  readonly good: Readonly<Record<string, unknown>>;
  /** Of each field, values that it may not have. */
  readonly bad: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const badInstants = {
  zero: 0,
  one: 1,
  'the past': Date.now() - 1_000,
  negative: -1,
  'far too far': 253_402_300_800_000,
  'beyond safe numbers': 1e300,
  'a fraction': 1_900_000_000_000.5,
  'a text of digits': '1900000000000',
  'a date': '2030-01-01',
  'a time': '2030-01-01T00:00:00Z',
  true: true,
  'a list': [],
  'an object': {},
};
const badScopes = {
  null: null,
  'a text': '0-0-0-0-0',
  'an object': { id: '0-0-0-0-0' },
  empty: [],
  'with null': [null],
  'with a text': ['0-0-0-0-0'],
  'with an empty object': [{}],
  'of 101 services': Array.from({ length: 101 }, () => ({ id: '0-0-0-0-0' })),
};

const writes: Readonly<Record<string, Write>> = {
  'a new token': {
    path: '/api/rest/users/me/permanenttokens',
    good: { name: 'good', scope: [{ id: '0-0-0-0-0' }] },
    bad: {
      name: { ...badNames, absent: undefined },
      scope: { ...badScopes, absent: undefined },
      expires: badInstants,
      description: { '2,001 characters': 'd'.repeat(2_001), 'an escape': '\u001b', 'half a pair': '\ud800' },
    },
  },
  'a new user': {
    path: '/api/rest/users',
    good: { login: 'good', name: 'Good' },
    bad: {
      name: { ...badNames, absent: undefined },
      login: {
        ...badNames,
        absent: undefined,
        'with a space': 'a b',
        'with a slash': 'a/b',
        'with a percent sign': 'a%2fb',
        'beginning with a dot': '.a',
        'beginning with a dash': '-a',
        'a prototype': '__proto__',
        'of 65 letters': 'a'.repeat(65),
        'of other letters': 'аda',
        'of full-width letters': 'ａｄａ',
        'with an invisible space': 'a\u200bda',
        markup: '<b>',
        me: 'me',
        'me in capitals': 'ME',
        'the guest': 'Guest',
        'the system': 'SYSTEM',
      },
      email: {
        'no address': 'nobody',
        'two at signs': 'a@b@c',
        'a line feed': 'a@b.c\nBcc: x',
        'a number': 1,
      },
      password: {
        '14 characters': 'x7!mQz_4kLp9w2',
        '257 characters': `a7!${'mQz_4kLp9w2b'.repeat(22)}`,
        'one letter': 'a'.repeat(20),
        'the product twice': 'countersigncountersign',
        'the login': 'good good good good',
        'half a pair': `${'x7!mQz_4kLp9w2'}\ud800xyz`,
        'a number': 123_456_789_012_345,
        empty: '',
      },
      kind: { 'another word': 'service', capitals: 'PERSON', null: null, 'a number': 1 },
    },
  },
  'a ban': {
    path: `/api/rest/users/${victim}`,
    good: { banned: true, banReason: 'because' },
    bad: {
      banned: { absent: undefined, null: null, 'a text': 'true', 'a number': 1, 'a list': [true] },
      banReason: { 'an escape': '\u001b', '3,000 characters': 'x'.repeat(3_000), 'a number': 1 },
    },
  },
  'a new service': {
    path: '/api/rest/services',
    good: { name: 'Good', key: 'good' },
    bad: {
      name: { ...badNames, absent: undefined },
      key: {
        empty: '',
        'a space': 'a b',
        'a slash': 'a/b',
        'of 65 letters': 'k'.repeat(65),
        'an id': absentId,
        'a short id': '0-0-0-0-9',
        me: 'me',
        'the word header': 'Header',
        'a prototype': '__proto__',
        'of full-width letters': 'ｋｅｙ',
        'a line feed': 'key\n',
        'a number': 1,
      },
      homeUrl: {
        'a script': 'javascript:alert(1)',
        data: 'data:text/html,x',
        'a file': 'file:///etc/passwd',
        'a path': '/home',
        'another host by slashes': '//evil.example',
        'with a password': 'https://user:pass@example.test',
        'with a space': 'https://example.test/a b',
        'with markup': 'https://example.test/"><script>',
        'with a line feed': 'https://example.test/\n',
        'a number': 1,
      },
      viewers: {
        'a text': 'all',
        'an object': {},
        'of 101 groups': Array.from({ length: 101 }, () => ({ id: '0-0-0-0-2' })),
      },
    },
  },
};

function send(path: string, body: object, as: string = cookie) {
  return ask(url + path, { method: 'POST', cookie: as, body });
}

for (const [what, { path, good, bad }] of Object.entries(writes)) {
  describe(`${what} is refused, and the field named, when`, () => {
    for (const [field, values] of Object.entries(bad)) {
      for (const [kind, value] of Object.entries(values)) {
        test(`${field} is ${kind}`, async () => {
          const body = { ...good, [field]: value };
          const answer = await changesNothing(house, () => send(path, body));
          const named = answer.json.error_field as string;
          assertError(answer, 400, named);
          assert.equal(named.split(/[.[]/)[0], field, answer.text);
        });
      }
    }

    test('several fields are wrong: all of them are named at once', async () => {
      const wrong = Object.keys(bad).filter((field) => field !== 'password');
      const body = { ...good, ...Object.fromEntries(wrong.map((field) => [field, { x: 1 }])) };
      const answer = await changesNothing(house, () => send(path, body));
      for (const field of wrong) assertError(answer, 400, field);
    });
  });
}

describe('a scope', () => {
  const path = '/api/rest/users/me/permanenttokens';
  const unusable: Readonly<Record<string, unknown>> = {
    'an empty id': [{ id: '' }],
    'an asterisk': [{ id: '*' }],
    'the key asterisk': [{ key: '*' }],
    'an absent service': [{ id: absentId }],
    'an absent key': [{ key: 'nothing' }],
    'a way up': [{ id: '../0-0-0-0-0' }],
    'a number': [{ id: 0 }],
    'a long text': [{ id: 'x'.repeat(65_536) }],
    'a prototype': [{ id: '__proto__' }],
    'a good one first': [{ id: '0-0-0-0-0' }, { id: absentId }],
  };
  for (const [kind, scope] of Object.entries(unusable)) {
    test(`names a service or is refused: ${kind}`, async () => {
      const answer = await changesNothing(house, () => send(path, { name: 'x', scope }));
      assertError(answer, 400);
      assert.match(answer.json.error_field, /^scope[.[]\d/);
    });
  }

  test('cannot hold a service that its maker may not see, and does not say that it exists', async () => {
    const refused = async (id: string) => {
      const answer = await changesNothing(house, () =>
        send(path, { name: 'x', scope: [{ id }] }, observer.cookie),
      );
      assertError(answer, 400);
      return answer.text.replaceAll(id, '<id>').replace(/"request_id":"\w+"/, '');
    };
    const absent = await refused(absentId);
    assert.equal(await refused(hidden.json.id), absent);
    assert.equal(await refused('hidden'), absent);
  });

  test('and every other field are refused without repeating what may be a secret', async () => {
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    const repeating: string[] = [];
    for (const [what, write] of Object.entries(writes)) {
      for (const field of ['scope', ...Object.keys(write.bad), 'type', 'id']) {
        for (const value of [token, [token], [{ id: token }], { id: token }]) {
          const answer = await send(write.path, { ...write.good, [field]: value, name: '' });
          assert.ok(answer.status === 400, answer.text);
          if (answer.text.includes(token)) repeating.push(`${what}: ${field}`);
        }
      }
      const answer = await send(write.path, {
        ...write.good,
        scope: [{ id: token }],
        login: 'ada',
        key: 'hidden',
      });
      if (answer.status >= 400 && answer.text.includes(token)) repeating.push(`${what}: the scope`);
    }
    for (const name of ['fields', '$top', '$skip', 'orderBy', 'query', 'service']) {
      const answer = await ask(`${url}/api/rest/users?${encodeURIComponent(name)}=${token}`, { cookie });
      if (answer.status >= 400 && answer.text.includes(token)) repeating.push(`the parameter ${name}`);
    }
    assert.deepEqual(repeating, []);
  });
});

describe('a text that only looks dangerous', () => {
  for (const [what, text] of Object.entries(plainTexts)) {
    test(`comes back as it went in: ${what}`, async () => {
      const token = await send('/api/rest/users/me/permanenttokens', {
        name: text,
        description: text,
        scope: [{ id: '0-0-0-0-0' }],
      });
      assert.equal(token.status, 200, token.text);
      rememberSecret(token.json.token);
      const seen = await ask(`${url}/api/rest/users/me/permanenttokens/${token.json.id}`, { cookie });
      assert.deepEqual([seen.json.name, seen.json.description], [text, text]);
      assert.match(seen.headers.get('content-type') ?? '', /^application\/json/);
      const service = await send('/api/rest/services', {
        name: text,
        key: `plain-${token.json.id.slice(0, 8)}`,
      });
      assert.equal(service.status, 200, service.text);
      rememberSecret(service.json.secret);
      assert.equal(service.json.name, text);
    });
  }
});

describe('what is taken already', () => {
  const clashes: Readonly<Record<string, readonly [string, object, string]>> = {
    'a login': ['/api/rest/users', { login: 'victim', name: 'x' }, 'login'],
    'a login in capitals': ['/api/rest/users', { login: 'VICTIM', name: 'x' }, 'login'],
    "the administrator's login": ['/api/rest/users', { login: 'Ada', name: 'x' }, 'login'],
    'a key': ['/api/rest/services', { name: 'x', key: 'hidden' }, 'key'],
    'a key in capitals': ['/api/rest/services', { name: 'x', key: 'HIDDEN' }, 'key'],
    "the authority's key": ['/api/rest/services', { name: 'x', key: 'countersign' }, 'key'],
    'a key made from the name': ['/api/rest/services', { name: 'Hidden' }, 'key'],
  };
  for (const [what, [path, body, field]] of Object.entries(clashes)) {
    test(`is refused as a conflict: ${what}`, async () => {
      assertError(await changesNothing(house, () => send(path, body)), 409, field);
    });
  }
});

test('rules that bind fields together are kept', async () => {
  const refused = async (path: string, body: object, field: string) =>
    assertError(await changesNothing(house, () => send(path, body)), 400, field);
  await refused('/api/rest/users', { login: 'bot', name: 'Bot', kind: 'bot', password }, 'password');
  await refused(`/api/rest/users/${victim}`, { banned: false, banReason: 'why' }, 'banReason');
  await refused(`/api/rest/users/${house.administratorId}`, { banned: true }, 'banned');
  await refused('/api/rest/users/me', { banned: true }, 'banned');
  await refused('/api/rest/users/guest', { banned: false }, 'banned');
  for (const id of ['nobody', absentId, '0-0-0-0-9']) {
    const answer = await changesNothing(house, () =>
      send('/api/rest/services', { name: 'x', key: 'x', viewers: [{ id }] }),
    );
    assertError(answer, 400);
    assert.match(answer.json.error_field, /^viewers/);
  }
});
