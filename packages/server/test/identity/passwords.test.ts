import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, ask, issueToken, postForm, signIn } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import {
  basicAuthorization,
  createPerson,
  createUser,
  makeApplicationPassword,
  signInFirst,
  turnOnTwoFactor,
} from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';

const house = await openAuthority();
const { url, cookie, databaseFile } = house;
const secret = (text: string) => rememberSecret(`canary ${text}`);

const kindsSince = (number: number) => readAuditEvents(databaseFile, number).map(({ kind }) => kind);
const sessionIn = ({ headers }: Answer) => headers.get('set-cookie');
const me = (as: string) => ask(`${url}/api/rest/users/me`, { cookie: as });

describe('a password that somebody else chose', () => {
  test('opens nothing but its own replacement, and the replacement signs in', async () => {
    const [initial, own] = [secret('the letter on the doormat'), secret('a kettle under the pear tree')];
    await createUser(house, 'newcomer', { password: initial });
    const before = lastAuditNumber(databaseFile);
    const page = await postForm(`${url}/sign-in?return=/tokens`, { login: 'newcomer', password: initial });
    assert.equal(page.status, 200);
    assert.equal(sessionIn(page), null);
    assert.match(page.text, /<h1>Choose a new password<\/h1>/);
    assert.match(page.text, /action="\/sign-in\/new-password\?return=%2Ftokens"/);
    assert.match(page.text, /id="login"[^>]* value="newcomer"[^>]*\sreadonly/);
    assert.ok(!page.text.includes(initial));
    assert.deepEqual(kindsSince(before), []);

    const form = { login: 'newcomer', password: initial, newPassword: own };
    const done = await postForm(`${url}/sign-in/new-password?return=/tokens`, form);
    assert.deepEqual([done.status, done.headers.get('location')], [303, '/tokens']);
    assert.deepEqual(kindsSince(before), ['user.password-changed', 'session.started']);
    const [authors, sessions] = ['login', 'via'].map((fact) =>
      readAuditEvents(databaseFile, before).map(({ text }) => JSON.parse(text).actor[fact]),
    );
    assert.deepEqual(
      authors,
      ['newcomer', 'newcomer'],
      'who proved a password is the author of what follows',
    );
    assert.equal(sessions?.[0].kind, 'session');
    assert.deepEqual(sessions?.[0], sessions?.[1]);
    assert.equal((await me(sessionIn(done)?.split(';')[0] ?? '')).json.passwordChangeRequired, false);
    assert.equal((await postForm(`${url}/sign-in`, { login: 'newcomer', password: initial })).status, 403);
    await signIn(url, 'newcomer', own);
  });

  test('is not replaced by itself, by a bad one, or by who does not know it', async () => {
    const initial = secret('an envelope with a blue seal');
    await createUser(house, 'careful', { password: initial });
    const attempts: readonly (readonly [
      newPassword: string,
      password: string,
      status: number,
      says: RegExp,
    ])[] = [
      [initial, initial, 400, /New password must differ from the old one\./],
      ['too short', initial, 400, /New password must be at least 15 characters\./],
      ['careful careful careful', initial, 400, /New password is too easy to guess\./],
      ['', initial, 400, /New password must be at least 15 characters\./],
      ['too short', secret('something entirely different'), 403, /Login or password is wrong\./],
    ];
    for (const [newPassword, password, status, says] of attempts) {
      const form = { login: 'careful', password, newPassword };
      const answer = await changesNothing(house, () => postForm(`${url}/sign-in/new-password`, form));
      assert.equal(answer.status, status);
      assert.match(answer.text, says);
      assert.equal(sessionIn(answer), null);
      assert.ok(!answer.text.includes(password));
    }
  });

  test('is throttled and answered as at sign-in, for every account and for none', async () => {
    await createUser(house, 'guessed', { password: secret('a bicycle behind the chapel') });
    const newPassword = secret('the seventh rung of a ladder');
    const guess = (login: string, path: string) =>
      postForm(url + path, { login, password: 'a wrong guess at the door', newPassword });
    const wrong = await guess('guessed', '/sign-in/new-password');
    const nobody = await guess('nobody.at.all', '/sign-in/new-password');
    const words = ({ text }: Answer) => /role="alert">([^<]*)</.exec(text)?.[1];
    assert.deepEqual([wrong.status, words(wrong)], [nobody.status, words(nobody)]);
    const statuses = [];
    for (const path of ['/sign-in', '/sign-in/new-password', '/sign-in', '/sign-in/new-password'])
      statuses.push((await guess('guessed', path)).status);
    assert.deepEqual(statuses, [403, 403, 429, 429], 'both doors count together');
  });

  test('is never one that its owner chose', async () => {
    const person = await createPerson(house, 'settled');
    const form = {
      login: person.login,
      password: person.password,
      newPassword: secret('a lamp for the attic'),
    };
    const answer = await changesNothing(house, () => postForm(`${url}/sign-in/new-password`, form));
    assert.equal(answer.status, 409);
    assert.match(answer.text, /need not be replaced/);
    assert.equal((await ask(`${url}/sign-in/new-password`)).headers.get('location'), '/sign-in');
    assert.equal((await ask(`${url}/sign-in/new-password`, { method: 'DELETE', cookie })).status, 405);
  });

  test('is what an administrator can ask for again; sessions that stand end with the change', async () => {
    const person = await createPerson(house, 'asked');
    const body = { passwordChangeRequired: true };
    await ask(`${url}/api/rest/users/${person.id}`, { method: 'POST', cookie, body });
    assert.equal((await me(person.cookie)).json.passwordChangeRequired, true);
    const newPassword = secret('two herons on the weir');
    const session = await signInFirst(url, { login: 'asked', password: person.password, newPassword });
    assert.equal((await me(person.cookie)).status, 401);
    assert.equal((await me(session)).status, 200);
  });

  test('of somebody who is banned meanwhile opens nothing', async () => {
    const initial = secret('a parcel for the neighbour');
    const id = await createUser(house, 'banned-first', { password: initial });
    await ask(`${url}/api/rest/users/${id}`, { method: 'POST', cookie, body: { banned: true } });
    const form = { login: 'banned-first', password: initial, newPassword: secret('an owl above the gate') };
    assert.equal((await postForm(`${url}/sign-in/new-password`, form)).status, 403);
  });
});

describe('the own password', () => {
  const change = (id: string, password: object, as: Parameters<typeof ask>[1]) =>
    ask(`${url}/api/rest/userdetails/${id}/?fields=id,login`, {
      ...as,
      method: 'POST',
      body: { type: 'LoginuserdetailsJSON', password: { type: 'PlainpasswordJSON', ...password } },
    });

  test('is changed with the old one, and every other session ends', async () => {
    const person = await createPerson(house, 'changer');
    const other = await signIn(url, person.login, person.password);
    const before = lastAuditNumber(databaseFile);
    const value = secret('rain on the greenhouse roof');
    const done = await change(person.id, { value, oldValue: person.password }, { cookie: person.cookie });
    assert.deepEqual(done.json, { type: 'LoginuserdetailsJSON', id: person.id, login: person.login });
    assert.deepEqual(kindsSince(before), ['user.password-changed']);
    assert.deepEqual([(await me(person.cookie)).status, (await me(other)).status], [200, 401]);
    await signIn(url, person.login, value);
    assert.equal(
      (await postForm(`${url}/sign-in`, { login: person.login, password: person.password })).status,
      403,
    );
  });

  test('is changed on the page, which ends application passwords for who wishes it, and only then', async () => {
    const person = await createPerson(house, 'programmer');
    await turnOnTwoFactor({ url, cookie: person.cookie });
    const program = await makeApplicationPassword({ url, cookie: person.cookie }, 'a mail program');
    const authorization = basicAuthorization(person.login, program.password);
    const byProgram = async () =>
      (await ask(`${url}/api/rest/users/me`, { headers: { authorization } })).status;
    let password = person.password;
    for (const [newPassword, wish, status] of [
      [secret('eleven lanterns on the quay'), {}, 200],
      [secret('twelve lanterns on the quay'), { endApplicationPasswords: 'on' }, 401],
    ] as const) {
      const form = { password, newPassword, ...wish };
      const answer = await postForm(`${url}/change-password`, form, person.cookie);
      assert.equal(answer.status, 303, answer.text);
      assert.equal(await byProgram(), status);
      password = newPassword;
    }
    const event = (await ask(`${url}/api/rest/events?query=act:user.password-changed`, { cookie })).json
      .events[0];
    assert.equal(event.details.applicationPasswordsEnded, 1);
  });

  test('is not changed without the old one, to a bad one, or by a token', async () => {
    const person = await createPerson(house, 'keeper');
    const value = secret('a boat tied to the alder');
    const { token } = await issueToken(url, person.cookie, ['0-0-0-0-0']);
    const session = { cookie: person.cookie };
    const refusals: readonly (readonly [
      password: object,
      status: number,
      field: string | undefined,
      as: object,
    ])[] = [
      [{ value }, 400, 'password.oldValue', session],
      [{ value, oldValue: 'not the old one at all' }, 400, 'password.oldValue', session],
      [{ value: 'short', oldValue: person.password }, 400, 'password.value', session],
      [{ value: person.password, oldValue: person.password }, 400, 'password.value', session],
      [{ value: 'keeper keeper keeper', oldValue: person.password }, 400, 'password.value', session],
      [{ oldValue: person.password }, 400, 'password.value', session],
      [{ value, oldValue: person.password }, 403, undefined, { token }],
    ];
    for (const [password, status, field, as] of refusals)
      assertError(await changesNothing(house, () => change(person.id, password, as)), status, field);
    assertError(
      await ask(`${url}/api/rest/userdetails/${person.id}`, {
        method: 'POST',
        ...session,
        body: { login: 'x' },
      }),
      400,
      'login',
    );
    await signIn(url, person.login, person.password);
  });

  test('is guessed at no faster than at sign-in', async () => {
    const person = await createPerson(house, 'open-browser');
    const statuses = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const guess = { value: secret('a key under the mat'), oldValue: `guess number ${attempt} at it` };
      statuses.push((await change(person.id, guess, { cookie: person.cookie })).status);
    }
    assert.deepEqual(statuses, [400, 400, 400, 429, 429]);
    const refused = await change(
      person.id,
      { value: 'x'.repeat(20), oldValue: 'y' },
      { cookie: person.cookie },
    );
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
  });

  test('is nobody else’s to set, an administrator’s neither', async () => {
    const person = await createPerson(house, 'mine');
    const value = secret('a hat on the last hook');
    for (const id of [person.id, '9c1f4d1e-0000-4000-8000-00000000dead']) {
      const refused = await changesNothing(house, () => change(id, { value }, { cookie }));
      assertError(refused, 403);
      assert.match(refused.json.error_description, /require that its owner changes it at the next sign-in/);
    }
  });

  test('is never in an answer, and how one signs in is one’s own to read', async () => {
    const person = await createPerson(house, 'reader');
    const listed = await ask(`${url}/api/rest/users/me/userdetails/`, { cookie: person.cookie });
    assert.deepEqual(listed.json.userdetails, [
      {
        type: 'LoginuserdetailsJSON',
        id: person.id,
        login: 'reader',
        email: null,
        user: { type: 'user', id: person.id, login: 'reader', name: 'reader Example' },
        authModuleName: 'Countersign',
        passwordChangeRequired: false,
      },
    ]);
    assert.deepEqual([listed.json.type, listed.json.total], ['UserdetailsPage', 1]);
    const bot = await createUser(house, 'no-details', { kind: 'bot' });
    assert.equal((await ask(`${url}/api/rest/users/${bot}/userdetails`, { cookie })).json.total, 0);
    assertError(await ask(`${url}/api/rest/userdetails/${bot}`, { cookie }), 404);
    const others = `${url}/api/rest/userdetails/${house.administratorId}`;
    assertError(await ask(others, { cookie: person.cookie }), 403);
  });
});
