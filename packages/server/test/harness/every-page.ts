import { administrator, ask, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import type { OpenAuthority } from './open-authority.ts';
import { createPerson, createUser, turnOnTwoFactor } from './people.ts';
import type { RawRequest } from './raw-http.ts';

/** Where forms are, and where they are sent; of two-factor authentication every step. */
const addresses = [
  '/sign-in',
  '/sign-in?return=/account',
  '/sign-in?signed-out',
  '/sign-in/new-password',
  '/sign-in/second-step',
  '/sign-in/passkey',
  '/sign-in/confirmed',
  '/change-password',
  '/reset-password',
  '/two-factor',
  '/two-factor/start',
  '/two-factor/confirm',
  '/two-factor/passkey-start',
  '/two-factor/passkey-confirm',
  '/two-factor/remove',
  '/two-factor/recovery-codes',
  '/two-factor/off',
  '/device',
  '/device?user_code=BCDF-GHJK',
  '/setup',
  '/sign-out',
  '/api/rest/oauth2/logout',
];

/**
 * Every page, and every way in which a form of one comes back, by what is asked. None of it ends in a session, and all
 * of it may be asked again.
 */
export async function everyPage(house: OpenAuthority): Promise<Readonly<Record<string, RawRequest>>> {
  const { url, cookie } = house;
  const requests: Record<string, RawRequest> = {};
  const look = (name: string, target: string, session?: string) => {
    requests[name] = { target, headers: ['Accept: text/html', ...cookieLine(session)] };
  };
  const send = (
    name: string,
    target: string,
    fields: Readonly<Record<string, string>> = {},
    session?: string,
  ) => {
    const body = new URLSearchParams(fields).toString();
    const headers = [
      'Sec-Fetch-Site: same-origin',
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${body.length}`,
      ...cookieLine(session),
    ];
    requests[name] = { method: 'POST', target, headers, body };
  };

  for (const target of addresses) {
    look(`the page ${target}`, target);
    look(`the page ${target}, to who is signed in`, target, cookie);
    requests[`the page ${target}, posted from elsewhere`] = {
      method: 'POST',
      target,
      headers: ['Sec-Fetch-Site: cross-site', ...cookieLine(cookie)],
    };
    requests[`the page ${target}, posted as JSON`] = {
      method: 'POST',
      target,
      headers: ['Sec-Fetch-Site: same-origin', 'Content-Type: application/json', 'Content-Length: 2'],
      body: '{}',
    };
    requests[`the page ${target}, another method`] = {
      method: 'DELETE',
      target,
      headers: ['Sec-Fetch-Site: same-origin'],
    };
    if (target !== '/sign-out') send(`the page ${target}, with an empty form`, target);
  }

  const initial = rememberSecret('canary sealed envelope for a newcomer');
  await createUser(house, 'newcomer', { password: initial });
  const newcomer = { login: 'newcomer', password: initial };
  send('the first sign-in', '/sign-in', newcomer);
  send('a new password that is too short', '/sign-in/new-password', { ...newcomer, newPassword: 'x' });

  const guarded = await createPerson(house, 'guarded');
  await turnOnTwoFactor({ url, cookie: guarded.cookie });
  const { login, password } = guarded;
  const step = await postForm(`${url}/sign-in`, { login, password });
  const pending = rememberSecret(/name="pending" value="([^"]+)"/.exec(step.text)?.[1] ?? '');
  send('the second step', '/sign-in', { login, password });
  send('a wrong code', '/sign-in/second-step', { pending, code: '000000' });
  send('a wrong passkey at the second step', '/sign-in/second-step', { pending, passkey: '{}' });
  send('a wrong passkey', '/sign-in/passkey?return=/account', { passkey: '{}' });

  const state = await ask(`${url}/api/rest/users/me/twoFactorAuthentication`, { cookie: guarded.cookie });
  const method: string = state.json.devices[0].id;
  look('the methods of a second factor', '/two-factor', guarded.cookie);
  look('the page that says that one may go on', '/sign-in/confirmed', guarded.cookie);
  send('new recovery codes', '/two-factor/recovery-codes', {}, guarded.cookie);
  send('the question before a method is removed', '/two-factor/remove', { method }, guarded.cookie);
  send('an end that nobody is sure of', '/two-factor/off', {}, guarded.cookie);
  send('another app', '/two-factor/start', { name: 'Tablet' }, guarded.cookie);
  send('a first app', '/two-factor/start', { name: '<b>' }, cookie);
  send('an app without a name', '/two-factor/start', {}, cookie);
  send('codes that are not saved', '/two-factor/confirm', { codes: 'shown', code: '000000' }, cookie);
  send('a code that is wrong', '/two-factor/confirm', { code: '000000' }, cookie);
  send('a first passkey', '/two-factor/passkey-start', { passkeyName: '<b>' }, cookie);
  send('a passkey without a name', '/two-factor/passkey-start', {}, cookie);
  send('a passkey that is none', '/two-factor/passkey-confirm', { passkey: '{}' }, cookie);
  send('recovery codes without a method', '/two-factor/recovery-codes', {}, cookie);
  send('a method that is not there', '/two-factor/remove', { method: 'x' }, cookie);
  send('a password that is too short', '/change-password', { password, newPassword: 'x' }, guarded.cookie);

  const made = await ask(`${url}/api/rest/users/${guarded.id}/passwordReset`, { method: 'POST', cookie });
  if (made.status !== 200) throw new Error(`making a link answered ${made.status}: ${made.text}`);
  const link = rememberSecret(new URL(made.json.link).searchParams.get('link') ?? '');
  look('the page behind a link', `/reset-password?link=${link}`);
  look('the page behind no link', '/reset-password?link=x');
  send('a password behind a link that is too short', '/reset-password', { link, newPassword: 'x' });
  look('a sign-out for an application that is none', '/api/rest/oauth2/logout?client_id=x');
  send('the code of no device', '/device', { user_code: 'BCDF-GHJK' }, cookie);
  send('an answer to no device', '/device', { user_code: 'BCDF-GHJK', answer: 'allow' }, cookie);
  send('a failed sign-in', '/sign-in', { login: '"><script>x</script>', password: administrator.login });
  return requests;
}

function cookieLine(session: string | undefined): readonly string[] {
  return session === undefined ? [] : [`Cookie: ${session}`];
}
