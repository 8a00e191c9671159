import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { permanentTokenCreateBody } from '../permanent-tokens.ts';
import { serviceCreateBody } from '../services.ts';
import { instantMax } from '../text.ts';
import { userCreateBody, userUpdateBody } from '../users.ts';
import { type BodyShape, presentIgnored, readBody } from './body.ts';
import { parseJson } from './json.ts';

function faultsOf(shape: BodyShape, body: unknown) {
  const reading = readBody(shape, body);
  assert.ok(!reading.ok, JSON.stringify(body));
  return reading.errors.map(({ field, rule }) => `${field} ${rule}`);
}

function ignoredOf(shape: BodyShape, body: unknown) {
  const reading = readBody(shape, body);
  assert.ok(reading.ok, JSON.stringify(reading));
  return reading.ignored;
}

const aToken = (members: object) => ({ name: 'ci', scope: [{ id: 's' }], ...members });
const aUser = (members: object) => ({ login: 'jane', name: 'Jane', ...members });
const aService = (members: object) => ({ name: 'Wiki', ...members });

test('a body gives its settable members alone', () => {
  const body = parseJson(
    '{"type":"permanentToken","name":"ci","scope":[{"id":"s","key":"wiki"}],"expires":null}',
  );
  assert.ok(body.ok);
  const reading = readBody(permanentTokenCreateBody, body.value);
  assert.ok(reading.ok);
  assert.deepEqual(reading.value, { name: 'ci', scope: [{ id: 's', key: 'wiki' }], expires: null });
  assert.deepEqual(reading.ignored, []);
});

test('unknown keys are ignored and named, sorted, each once', () => {
  const scope = [1, 2].map((id) => ({ id: `s${id}`, label: 'x', data: { type: 'service', id: 'x' } }));
  assert.deepEqual(ignoredOf(permanentTokenCreateBody, aToken({ zeta: 1, scope })), [
    'scope.data',
    'scope.label',
    'zeta',
  ]);
});

test('keys that name prototypes are unknown keys', () => {
  const body = parseJson(
    '{"name":"ci","scope":[{"id":"s"}],"__proto__":{"user":1},"constructor":1,"prototype":1}',
  );
  assert.ok(body.ok);
  assert.deepEqual(ignoredOf(permanentTokenCreateBody, body.value), [
    '__proto__',
    'constructor',
    'prototype',
  ]);
});

test('members that the server sets are refused by name', () => {
  for (const field of [
    'id',
    'user',
    'author',
    'token',
    'creationTime',
    'lastAccessTime',
    'usageCount',
    'recentUse',
  ]) {
    assert.deepEqual(faultsOf(permanentTokenCreateBody, aToken({ [field]: null })), [
      `${field} is set by the server and cannot be chosen`,
    ]);
  }
  for (const field of ['secret', 'secretHint', 'applicationName']) {
    assert.deepEqual(faultsOf(serviceCreateBody, aService({ [field]: 1 })), [
      `${field} is set by the server and cannot be chosen`,
    ]);
  }
  assert.deepEqual(faultsOf(userUpdateBody, { kind: 'bot' }), ['kind cannot be changed']);
});

test('a type that contradicts the entity is refused', () => {
  assert.deepEqual(faultsOf(permanentTokenCreateBody, aToken({ type: 'user' })), [
    'type must be "permanentToken"',
  ]);
  assert.deepEqual(faultsOf(permanentTokenCreateBody, aToken({ scope: [{ type: 'user', id: 's' }] })), [
    'scope.0.type must be "service"',
  ]);
});

test('a body that is not an object is refused', () => {
  for (const body of [null, [], 'x', 1, undefined]) {
    assert.deepEqual(faultsOf(permanentTokenCreateBody, body), ['body must be a JSON object']);
  }
});

test('all faults are told at once', () => {
  assert.deepEqual(
    faultsOf(permanentTokenCreateBody, { scope: '*', user: {}, expires: '90d', description: 5 }),
    [
      'user is set by the server and cannot be chosen',
      'name is required',
      'scope must be a list',
      'expires must be a whole number of milliseconds since 1970',
      'description must be a string',
    ],
  );
});

test('null is no name, but no expiry and no description', () => {
  assert.deepEqual(faultsOf(permanentTokenCreateBody, aToken({ name: null })), ['name must not be null']);
  assert.ok(readBody(permanentTokenCreateBody, aToken({ expires: null, description: null })).ok);
  assert.deepEqual(faultsOf(userCreateBody, aUser({ kind: null })), ['kind must be one of "person", "bot"']);
  assert.deepEqual(faultsOf(userUpdateBody, { banned: null }), ['banned must not be null']);
});

test('a scope names services, and never everything', () => {
  const faults = (scope: unknown) => faultsOf(permanentTokenCreateBody, { name: 'ci', scope });
  assert.deepEqual(faults(undefined), ['scope is required']);
  assert.deepEqual(faults(null), ['scope must not be null']);
  assert.deepEqual(faults([]), ['scope must name at least one service']);
  assert.deepEqual(faults('*'), ['scope must be a list']);
  assert.deepEqual(faults(['wiki']), ['scope.0 must be an object']);
  assert.deepEqual(faults([{}]), ['scope.0 must name a service by id or key']);
  assert.deepEqual(faults([{ id: null }]), ['scope.0.id must not be null']);
  assert.deepEqual(faults([{ id: '' }]), ['scope.0.id must not be empty']);
  assert.deepEqual(faults([{ key: '*' }]), [
    'scope.0.key must be one id or key; there is no sign for all of them',
  ]);
  assert.deepEqual(faults([{ id: 'x'.repeat(101) }]), ['scope.0.id must be at most 100 characters']);
  assert.deepEqual(faults(Array(101).fill({ id: 's' })), ['scope must name at most 100 services']);
});

test('an expiry is a whole number of milliseconds up to the year 9999', () => {
  const whole = ['expires must be a whole number of milliseconds since 1970'];
  for (const expires of ['0', true, -1, 1.5, Number.POSITIVE_INFINITY, [], {}]) {
    assert.deepEqual(faultsOf(permanentTokenCreateBody, aToken({ expires })), whole, String(expires));
  }
  assert.ok(readBody(permanentTokenCreateBody, aToken({ expires: instantMax })).ok);
  assert.match(faultsOf(permanentTokenCreateBody, aToken({ expires: instantMax + 1 }))[0] ?? '', /at most/);
  assert.equal(faultsOf(permanentTokenCreateBody, aToken({ expires: Number.MAX_VALUE })).length, 1);
});

test('names are one to two hundred code points of visible text', () => {
  const rule = (name: string) => faultsOf(permanentTokenCreateBody, aToken({ name }))[0];
  assert.equal(rule(''), 'name must not be empty');
  assert.equal(rule('a'.repeat(201)), 'name must be at most 200 characters');
  assert.equal(rule('😀'.repeat(201)), 'name must be at most 200 characters');
  assert.ok(readBody(permanentTokenCreateBody, aToken({ name: '😀'.repeat(200) })).ok);
  for (const edge of [' a', 'a ', '\u00a0a', 'a\u3000', '\ufeffa']) {
    assert.equal(rule(edge), 'name must not begin or end with white space');
  }
  for (const code of [0, 9, 10, 13, 27, 0x7f, 0x85, 0x9f, 0x2028, 0x2029]) {
    assert.equal(
      rule(`a${String.fromCharCode(code)}b`),
      'name must not contain control characters or line breaks',
    );
  }
  assert.equal(rule('a\ud800'), 'name must be well-formed Unicode');
  assert.equal(rule('\udc00a'), 'name must be well-formed Unicode');
  for (const name of ['<script>alert(1)</script>', '=1+1', "Robert'); DROP TABLE", 'naïve 名前 🔑', 'a b']) {
    assert.ok(readBody(permanentTokenCreateBody, aToken({ name })).ok, name);
  }
});

test('a description may have lines, and no other control characters', () => {
  assert.ok(readBody(permanentTokenCreateBody, aToken({ description: 'a\nb' })).ok);
  assert.equal(faultsOf(permanentTokenCreateBody, aToken({ description: 'a\rb' })).length, 1);
  assert.equal(faultsOf(permanentTokenCreateBody, aToken({ description: 'a\u2028b' })).length, 1);
  assert.equal(faultsOf(permanentTokenCreateBody, aToken({ description: 'a'.repeat(2_001) })).length, 1);
});

test('a login has no spaces and is none of the reserved words', () => {
  for (const login of ['jane', 'gitlab.bot', 'a@b', '0', 'a'.repeat(64), 'mee']) {
    assert.ok(readBody(userCreateBody, aUser({ login })).ok, login);
  }
  for (const login of ['', 'a b', '.a', '@a', 'a'.repeat(65), 'jané', 'a\n', 'me', 'ME', 'Guest', 'SYSTEM']) {
    assert.equal(faultsOf(userCreateBody, aUser({ login })).length, 1, login);
  }
});

test('a password has 15 to 256 characters and no other rule', () => {
  for (const password of [' '.repeat(15), '🔑'.repeat(256), `tab\tand${'x'.repeat(15)}`, null]) {
    assert.ok(readBody(userCreateBody, aUser({ password })).ok);
  }
  assert.deepEqual(faultsOf(userCreateBody, aUser({ password: '🔑'.repeat(14) })), [
    'password must be at least 15 characters',
  ]);
  assert.equal(faultsOf(userCreateBody, aUser({ password: 'x'.repeat(257) })).length, 1);
});

test('an email address has the plain form', () => {
  for (const email of ['a@b', 'first.last+tag@mail.example.org', null]) {
    assert.ok(readBody(userCreateBody, aUser({ email })).ok, String(email));
  }
  for (const email of [
    '',
    'a',
    '@b',
    'a@',
    'a b@c',
    'a@b@c',
    '<a@b>',
    'a@b\n',
    `${'a'.repeat(65)}@b`,
    'a@-b',
  ]) {
    assert.equal(faultsOf(userCreateBody, aUser({ email })).length, 1, email);
  }
});

test('a service key is a word, and never a reserved one or one that could be an id', () => {
  for (const key of ['wiki', 'YouTrack', 'a.b-c_d', '1password', 'v1-2', null]) {
    assert.ok(readBody(serviceCreateBody, aService({ key })).ok, String(key));
  }
  const id = '2f1d3a5c-0000-4000-8000-000000000001';
  for (const key of [
    '',
    'a b',
    '-a',
    'a@b',
    '*',
    'me',
    'Header',
    id,
    id.toUpperCase(),
    '0-0-0-0-0',
    '62-0',
  ]) {
    assert.equal(faultsOf(serviceCreateBody, aService({ key })).length, 1, key);
  }
});

test('a home address is http or https and carries no credentials', () => {
  for (const homeUrl of [
    'http://localhost:8080',
    'https://wiki.example.org/a?b#c',
    'https://[::1]/',
    'HTTPS://A',
    null,
  ]) {
    assert.ok(readBody(serviceCreateBody, aService({ homeUrl })).ok, String(homeUrl));
  }
  const refused = [
    '',
    'wiki',
    '//wiki',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a',
    'https://u:p@a/',
    'https://u@a',
  ];
  for (const homeUrl of [
    ...refused,
    'https:\\\\a',
    'https://a\\@b',
    'https://',
    ' https://a',
    'https://a\n',
    'https://a/ b',
  ]) {
    assert.equal(faultsOf(serviceCreateBody, aService({ homeUrl })).length, 1, homeUrl);
  }
});

test('no rule repeats a value', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^Q[a-z]{3,8}Q$/), (canary) => {
      const value = ` ${canary}\u0000`;
      const body = { login: value, name: value, email: value, password: canary, kind: value };
      assert.ok(faultsOf(userCreateBody, body).every((fault) => !fault.includes(canary)));
    }),
  );
});

test('any value is read or refused, and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (name, scope) => {
      readBody(permanentTokenCreateBody, { name, scope });
      readBody(userCreateBody, name);
    }),
  );
});

test('the header of ignored keys holds nothing that could end it, and is never long', () => {
  assert.equal(presentIgnored(['a', 'b.c']), 'a, b.c');
  assert.equal(
    presentIgnored(['a\r\nset-cookie: x', 'ä', '\ud800']),
    'a%0D%0Aset-cookie%3A%20x, %C3%A4, %EF%BF%BD',
  );
  assert.ok(presentIgnored(Array.from({ length: 500 }, (_, at) => `key${at}`)).length < 1_010);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (keys) =>
      /^[\x21-\x7e ]*$/.test(presentIgnored(keys)),
    ),
  );
});
