import {
  type Ask,
  administrator,
  ask,
  introspect,
  issueToken,
  registerService,
  signIn,
} from '../../../../test/harness/rest-client.ts';
import { connectIn } from '../harness/connections.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import {
  basicAuthorization,
  createPerson,
  createUser,
  makeApplicationPassword,
  type Person,
  setBanned,
  turnOnTwoFactor,
} from '../harness/people.ts';
import { until } from '../harness/until.ts';

/** One column of the matrix: how somebody, or nobody, presents themselves. */
export interface MatrixCaller {
  readonly name: string;
  readonly credential: Pick<Ask, 'token' | 'cookie' | 'headers'>;
  /** Whether it is anybody to the routes that ask for a user. */
  readonly isSomebody: boolean;
}

/** Everybody and everything that the rows of the matrix speak about. */
export interface Cast {
  readonly callers: readonly MatrixCaller[];
  readonly owner: Person;
  readonly third: Person;
  /** A service that every user sees, one that administrators alone see, and one that asks about tokens. */
  readonly shared: { readonly id: string };
  readonly hidden: { readonly id: string };
  readonly asking: { readonly id: string; readonly secret: string };
  /** A token for `asking`, and one for another service. */
  readonly tokenForAsking: string;
  readonly tokenForAnother: string;
}

export const authorityId = '0-0-0-0-0';

/** Dead credentials belong to the administrator wherever they can: if one were taken, it would open everything. */
export async function assemble(house: OpenAuthority): Promise<Cast> {
  const { url, cookie } = house;
  const expired = await expiringToken(house);
  const [owner, other, third, banned] = [
    await createPerson(house, 'owner'),
    await createPerson(house, 'other'),
    await createPerson(house, 'third'),
    await createPerson(house, 'banned'),
  ];
  await turnOnTwoFactor({ url, cookie: owner.cookie });
  const { password } = await makeApplicationPassword({ url, cookie: owner.cookie }, 'a mail program');
  const bot = await createUser(house, 'robot', { kind: 'bot' });
  const shared = await registerService(url, cookie, 'shared');
  const hidden = await hiddenService(house);
  const asking = await registerService(url, cookie, 'asking');

  const own = (person: Person) => issueToken(url, person.cookie, [authorityId]);
  const ownerToken = await own(owner);
  const bannedToken = await own(banned);
  await setBanned(house, banned.id, true);
  const administratorToken = await issueToken(url, cookie, [authorityId]);
  const botToken = await issueToken(url, cookie, [authorityId], { userId: bot });
  const elsewhere = await issueToken(url, cookie, [shared.id]);
  const revoked = await issueToken(url, cookie, [authorityId]);
  await ask(`${url}/api/rest/users/me/permanenttokens/${revoked.id}`, { method: 'DELETE', cookie });
  const connected = await connectIn(house.dataFolder, {
    userId: owner.id,
    clientId: asking.id,
    audience: [authorityId],
  });
  const basic = Buffer.from(`${asking.id}:${asking.secret}`).toString('base64');
  await untilInactive(url, asking, expired);

  return {
    owner,
    third,
    shared,
    hidden,
    asking,
    tokenForAsking: (await issueToken(url, owner.cookie, [asking.id])).token,
    tokenForAnother: ownerToken.token,
    callers: [
      nobody('nobody', {}),
      somebody("the owner's session", { cookie: owner.cookie }),
      somebody("the owner's token", { token: ownerToken.token }),
      somebody("the owner's application password", {
        headers: { authorization: basicAuthorization(owner.login, password) },
      }),
      somebody("the owner's access token", { token: connected.token }),
      somebody("another user's session", { cookie: other.cookie }),
      somebody("an administrator's session", { cookie }),
      somebody("an administrator's token", { token: administratorToken.token }),
      somebody("a bot's token, made by an administrator", { token: botToken.token }),
      nobody('a service with its id and secret', { headers: { authorization: `Basic ${basic}` } }),
      nobody("an administrator's expired token", { token: expired.token }),
      nobody("an administrator's revoked token", { token: revoked.token }),
      nobody("a banned user's token", { token: bannedToken.token }),
      nobody("an administrator's token for another service", { token: elsewhere.token }),
      nobody("an administrator's session after sign-out", { cookie: await endedSession(house) }),
      nobody('a malformed credential', { headers: { authorization: 'Bearer two words' } }),
    ],
  };
}

function somebody(name: string, credential: MatrixCaller['credential']): MatrixCaller {
  return { name, credential, isSomebody: true };
}

function nobody(name: string, credential: MatrixCaller['credential']): MatrixCaller {
  return { name, credential, isSomebody: false };
}

interface ExpiringToken {
  readonly id: string;
  readonly token: string;
}

function expiringToken({ url, cookie }: OpenAuthority): Promise<ExpiringToken> {
  return issueToken(url, cookie, [authorityId], { name: 'ends soon', expires: Date.now() + 1_500 });
}

/** A token says nothing of when it ends to a service outside its scope; the authority's own API does. */
async function untilInactive(
  url: string,
  asking: { readonly id: string; readonly secret: string },
  { token }: ExpiringToken,
): Promise<void> {
  await until('the end of the expiring token', async () => {
    const { status } = await ask(`${url}/api/rest/users/me`, { token });
    return status === 401 ? true : undefined;
  });
  const { text } = await introspect(url, asking, token);
  if (text !== '{"active":false}') throw new Error(`an expired token is answered ${text}`);
}

async function hiddenService({ url, cookie }: OpenAuthority): Promise<{ id: string }> {
  const body = { name: 'hidden', key: 'hidden', viewers: [] };
  const answer = await ask(`${url}/api/rest/services?fields=id`, { method: 'POST', cookie, body });
  if (answer.status !== 200)
    throw new Error(`registering a service answered ${answer.status}: ${answer.text}`);
  return { id: answer.json.id };
}

async function endedSession(house: OpenAuthority): Promise<string> {
  const cookie = await signIn(house.url, administrator.login, administrator.password);
  const { status } = await ask(`${house.url}/sign-out`, {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  });
  if (status !== 303) throw new Error(`sign-out answered ${status}`);
  return cookie;
}
