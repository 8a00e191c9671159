import { appCode } from '../../../../test/harness/app-code.ts';
import { administrator, ask, issueToken, postForm, signIn } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import {
  createPerson,
  createUser,
  makeApplicationPassword,
  setBanned,
  setUpTwoFactor,
} from '../harness/people.ts';
import { unknownToken } from '../harness/unknown-token.ts';

/** One kind of thing that somebody could send to prove who they are. */
export interface Credential {
  readonly name: string;
  readonly text: string;
  /** With whose name it is sent where a name stands beside it. */
  readonly login: string;
  /** Whether it is to be taken anywhere at all. */
  readonly isGood: boolean;
}

const authorityId = '0-0-0-0-0';

/** Those that ended belong to the administrator wherever they can: if one were taken, it would open everything. */
export async function assembleCredentials(
  house: OpenAuthority,
  wiki: { readonly id: string; readonly secret: string },
): Promise<readonly Credential[]> {
  const { url, cookie } = house;
  const both = [authorityId, wiki.id];
  const issue = (more: Parameters<typeof issueToken>[3] = {}, scope: readonly string[] = both) =>
    issueToken(url, cookie, scope, more);

  const own = await issue();
  const elsewhere = await issue({}, [authorityId]);
  const bot = await issue({ userId: await createUser(house, 'robot', { kind: 'bot' }) });
  const revoked = await issue();
  await ask(`${url}/api/rest/users/me/permanenttokens/${revoked.id}`, { method: 'DELETE', cookie });
  const banned = await createPerson(house, 'banned');
  const ofBanned = await issueToken(url, banned.cookie, both);
  await setBanned(house, banned.id, true);
  const ended = await signIn(url, administrator.login, administrator.password);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await ask(`${url}/sign-out`, { method: 'POST', cookie: ended, headers, body: '' });

  const guarded = await createPerson(house, 'guarded');
  const asGuarded = { url, cookie: guarded.cookie };
  const { key, recoveryCodes } = await setUpTwoFactor(asGuarded);
  const forMail = await makeApplicationPassword(asGuarded, 'mail');
  const gone = await makeApplicationPassword(asGuarded, 'gone');
  await ask(`${url}/api/rest/users/me/applicationPasswords/${gone.id}`, {
    method: 'DELETE',
    cookie: guarded.cookie,
  });

  const link = await ask(`${url}/api/rest/users/${guarded.id}/passwordReset`, { method: 'POST', cookie });
  const step = await postForm(`${url}/sign-in`, { login: guarded.login, password: guarded.password });

  const { login } = administrator;
  const ofGuarded = (name: string, text: string) => ({ ...bad(name, text), login: guarded.login });
  const good = (name: string, text: string) => ({ name, text, login, isGood: true });
  const bad = (name: string, text: string) => ({ name, text, login, isGood: false });
  return [
    good('permanent token', own.token),
    good('permanent token of a bot', bot.token),
    good('permanent token, not for the wiki', elsewhere.token),
    bad('permanent token, revoked', revoked.token),
    bad('permanent token, its user banned', ofBanned.token),
    bad('permanent token, unknown', unknownToken()),
    { ...good('application password', forMail.password), login: guarded.login },
    bad("application password, under another's name", forMail.password),
    ofGuarded('application password, revoked', gone.password),
    good('session', secretOf(cookie)),
    bad('session, ended', secretOf(ended)),
    bad('client secret of the wiki', wiki.secret),
    bad('password', administrator.password),
    ofGuarded('password beside a second factor', guarded.password),
    ofGuarded('first step of signing in', secretIn(/name="pending" value="([^"]+)"/, step.text)),
    // The next one: that of now was spent by setting it up.
    ofGuarded('code of an app', appCode(key, Date.now() + 30_000)),
    ofGuarded('recovery code', recoveryCodes[0] ?? ''),
    ofGuarded('link for a new password', secretIn(/[?&]link=([^"&]+)/, link.text)),
    bad('code for set-up, spent', house.setUpCode ?? ''),
    bad('nothing', ''),
  ];
}

/** What an answer gives to be sent back. */
function secretIn(pattern: RegExp, text: string): string {
  const secret = pattern.exec(text)?.[1];
  if (secret === undefined) throw new Error(`${pattern} is not in ${text}`);
  return rememberSecret(secret);
}

function secretOf(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1);
}
