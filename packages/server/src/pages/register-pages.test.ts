import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Caller,
  type EncryptedSeed,
  type FieldRule,
  instant,
  malformed,
  notFound,
  ok,
  type PasskeyCredentialId,
  type PublicKey,
  type Refusal,
  refuse,
  Secret,
  type StartedFactor,
  type StartedPasskey,
  type TwoFactorDevice,
  trustId,
  type User,
  type UserActor,
} from '@countersign/core';
import Fastify, { type LightMyRequestResponse } from 'fastify';
import { sessionCookie } from '../http/cookies.ts';
import type { AuthorizationRequests } from '../oauth/authorization-request.ts';
import type { DeviceRequests } from '../oauth/device-requests.ts';
import type { SignOutRequests } from '../oauth/sign-out-request.ts';
import type { PageDeps } from './page-deps.ts';
import { registerPages } from './register-pages.ts';
import { twoFactorSteps } from './two-factor/register.ts';

/** No application has sent anybody here. */
const authorizations: AuthorizationRequests = {
  find: async () => undefined,
  findDestination: async () => undefined,
  signedIn: async () => '/',
  approve: async () => refuse({ kind: 'not-found', what: 'request' }),
  deny: async () => '/',
};

/** No application asks to sign anybody out. */
const signOuts: SignOutRequests = {
  read: async () => ({ ok: true, value: { client: undefined, hintedUserId: undefined, leadsTo: undefined } }),
};

/** No device waits. */
const devices: DeviceRequests = {
  find: async () => refuse({ kind: 'not-found', what: 'code' }),
  approve: async () => refuse({ kind: 'not-found', what: 'code' }),
  deny: async () => refuse({ kind: 'not-found', what: 'code' }),
};

const jane: User = {
  id: trustId('9c1f4d1e-0000-4000-8000-000000000001'),
  kind: 'person',
  login: 'jane',
  loginKey: 'jane',
  name: 'Jane Doe',
  email: undefined,
  state: { kind: 'active' },
  passwordHash: undefined,
  passwordChangeRequired: false,
  ownerId: undefined,
  purpose: undefined,
  createdAt: instant(0),
};

const session = {
  id: trustId<never>('9c1f4d1e-0000-4000-8000-000000000002'),
  hash: 'hash' as never,
  userId: jane.id,
  startedAt: instant(0),
  expiresAt: instant(1_800_000_000_000),
  address: undefined,
  userAgent: undefined,
  hasSecondFactor: false,
};

const aStart: StartedFactor = {
  factor: {
    id: trustId('9c1f4d1e-0000-4000-8000-000000000003'),
    userId: jane.id,
    name: 'Phone',
    encryptedSeed: 'sealed' as EncryptedSeed,
    addedAt: instant(0),
    confirmedAt: undefined,
  },
  login: jane.login,
  seed: new TextEncoder().encode('12345678901234567890'),
  recoveryCodes: [new Secret('aaaa-bbbb-cccc-dddd')],
};

const aCredential = { id: 'a-credential' as PasskeyCredentialId, publicKey: 'a key' as PublicKey };

const aPasskeyStart: StartedPasskey = {
  passkey: {
    id: trustId('9c1f4d1e-0000-4000-8000-000000000004'),
    userId: jane.id,
    name: '“Key”',
    addedAt: instant(0),
    credential: undefined,
  },
  owner: jane,
  challenge: 'a challenge',
  known: [],
  recoveryCodes: [new Secret('aaaa-bbbb-cccc-dddd')],
};

interface Authority {
  isSetUpOpen?: boolean;
  basePath?: string;
  /** How sign-in and set-up answer; with success when absent. */
  refusal?: Refusal;
  defect?: Error;
  /** Whether the right password opens nothing but its own replacement. */
  mustReplacePassword?: boolean;
  /** Whether the session is cut down for want of a second factor. */
  isReduced?: boolean;
  /** Whether the right password is but the first step. */
  hasSecondFactor?: boolean;
  /** Whether it has a passkey, too. */
  hasPasskey?: boolean;
  /** The methods of who is signed in. */
  devices?: readonly TwoFactorDevice[];
  /** Why they may not see them. */
  unreadable?: Refusal;
  /** Whether its public address is a bare IP address. */
  isNameless?: boolean;
  /** Who is signed in; nobody when absent. */
  visitor?: Caller<UserActor>;
}

/** The pages over an authority that answers as it is told, and remembers what it was asked. */
async function aSite(authority: Authority = {}) {
  const { basePath = '', refusal } = authority;
  const asked: string[] = [];
  const answer = <Value>(value: Value) => {
    if (authority.defect !== undefined) throw authority.defect;
    return refusal === undefined ? ok(value) : refuse(refusal);
  };
  const secret = new Secret('csn_ses_new');
  const isReduced = authority.isReduced ?? false;
  const started = { kind: 'session', session, user: jane, secret, isReduced } as const;
  const deps: PageDeps = {
    publicUrl: {
      origin: 'http://localhost:4700',
      href: `http://localhost:4700${basePath}`,
      basePath,
      isSecure: false,
    },
    relyingParty: authority.isNameless ? undefined : { id: 'localhost', origin: 'http://localhost:4700' },
    cookie: sessionCookie(false),
    firstGuesses: { isCommon: (text) => text === 'polniypizdec0211', siteWords: [] },
    originOf: (request) => ({ requestId: request.id, address: '192.0.2.1' }),
    homeUrls: async () => ['https://wiki.example.com/'],
    isSetUpOpen: async () => authority.isSetUpOpen ?? false,
    completeSetUp: async (origin, { code, administrator }) => {
      asked.push(`set-up ${origin.address} ${code} ${administrator.login} ${administrator.name}`);
      return answer(jane);
    },
    signIn: async (origin, { login, password }) => {
      asked.push(`sign-in ${origin.address} ${login} ${password.reveal()}`);
      if (authority.mustReplacePassword === true) return ok({ kind: 'password-change-required' });
      if (authority.hasSecondFactor === true)
        return ok({ kind: 'second-factor-required', pending: new Secret('half-way') });
      return answer(started);
    },
    replacePassword: async (origin, { login }) => {
      asked.push(`new password ${origin.address} ${login}`);
      return answer(started);
    },
    completeSignIn: async (_origin, { pending, shown }) => {
      asked.push(`second step ${pending.reveal()} ${shown.kind === 'code' ? shown.code : shown.answer}`);
      return answer(started);
    },
    readSecondStep: async () => ({
      hasApp: true,
      passkeys: authority.hasPasskey
        ? { challenge: 'a challenge', credentials: ['a-credential' as PasskeyCredentialId] }
        : undefined,
    }),
    requestPasskey: () => ({ challenge: 'a challenge', credentials: [] }),
    signInWithPasskey: async (_origin, given) => {
      asked.push(`passkey ${given}`);
      return answer(started);
    },
    startPasskey: async () => answer(aPasskeyStart),
    confirmPasskey: async (_visitor, given) => {
      asked.push(`confirm passkey ${given}`);
      return answer({ ...aPasskeyStart.passkey, credential: aCredential });
    },
    removeFactor: async (_visitor, id) => {
      asked.push(`remove ${id}`);
      return answer(undefined);
    },
    findResetOwner: async () => jane,
    resetPassword: async (origin) => {
      asked.push(`reset ${origin.address}`);
      return answer(undefined);
    },
    visitorOf: async () => authority.visitor,
    readTwoFactor: async () => {
      if (authority.unreadable !== undefined) return refuse(authority.unreadable);
      const devices = authority.devices ?? [];
      const none = {
        isRequired: false,
        isRequiredFrom: undefined,
        recoveryCodesLeft: 0,
        applicationPasswords: 0,
      };
      return ok({ userId: jane.id, devices, ...none });
    },
    startFactor: async () => answer(aStart),
    confirmFactor: async (_visitor, code) => {
      asked.push(`confirm ${code}`);
      return answer(aStart.factor);
    },
    renewRecoveryCodes: async () => answer([new Secret('eeee-ffff-gggg-hhhh')]),
    mayChangePassword: () => answer(undefined),
    changePassword: async (_visitor, { oldPassword, newPassword, endsApplicationPasswords }) => {
      const ends = endsApplicationPasswords ? ' ending' : '';
      asked.push(`change ${oldPassword.reveal()} ${newPassword.reveal()}${ends}`);
      return answer(jane);
    },
    turnTwoFactorOff: async () => {
      asked.push('off');
      return answer(undefined);
    },
    signOut: async (request) => {
      asked.push(`sign-out ${request.headers.cookie ?? ''}`);
      return ok(undefined);
    },
  };
  const app = Fastify({ genReqId: () => '3f0a9c41d2e8b765' });
  app.setErrorHandler(async (_error, _request, reply) => reply.code(500).send("the server's own handler"));
  await app.register(async (scope) => registerPages(scope, deps, { authorizations, devices, signOuts }), {
    prefix: basePath,
  });

  const get = (url: string) => app.inject({ url, headers: { host: 'localhost:4700' } });
  const post = (url: string, fields: Readonly<Record<string, string>> | string, headers = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        host: 'localhost:4700',
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
    });
  return { app, asked, get, post };
}

/** The text that a screen reader joins to a field. */
function descriptionOf(response: LightMyRequestResponse, field: string): string {
  const input = new RegExp(`<input[^>]* id="${field}"[^>]*>`).exec(response.body)?.[0] ?? '';
  const ids = /aria-describedby="([^"]*)"/.exec(input)?.[1]?.split(' ') ?? [];
  return ids.map((id) => new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(response.body)?.[1]).join(' ');
}

const credentials = { login: 'jane', password: 'correct horse battery' };
const setUp = {
  code: 'abcd',
  login: 'jane',
  name: 'Jane Doe',
  password: 'correct horse battery',
  repeated: 'correct horse battery',
};

test('sign-in starts a session and goes to where it was asked from', async () => {
  const { post, asked } = await aSite();
  const response = await post('/sign-in?return=%2Faccount%2Fsecurity%3Ftab%3D1', credentials);
  assert.equal(response.statusCode, 303);
  assert.equal(response.headers.location, '/account/security?tab=1');
  assert.match(
    String(response.headers['set-cookie']),
    /^countersign=csn_ses_new; Expires=Fri, 15 Jan 2027 .*HttpOnly/,
  );
  assert.equal(response.headers['cache-control'], 'no-store');
  assert.equal(asked[0], 'sign-in 192.0.2.1 jane correct horse battery');
});

describe('a password that somebody else chose', () => {
  const form = { ...credentials, newPassword: 'a password of my own' };

  test('is asked for again with its replacement, and the way goes on to where it was meant to', async () => {
    const { post } = await aSite({ mustReplacePassword: true });
    const page = await post('/sign-in?return=%2Ftokens', credentials);
    assert.equal(page.statusCode, 200);
    assert.equal(page.headers['set-cookie'], undefined);
    assert.match(page.body, /action="\/sign-in\/new-password\?return=%2Ftokens"/);
    assert.match(page.body, /<input[^>]* id="login"[^>]* value="jane"[^>]* readonly/);
    assert.match(page.body, /<input[^>]* id="newPassword"[^>]* autocomplete="new-password"/);
    assert.doesNotMatch(page.body, /correct horse/);
  });

  test('is replaced, and the browser has one session, the new one', async () => {
    const { post, asked } = await aSite();
    const done = await post('/sign-in/new-password?return=%2Ftokens', form, {
      cookie: 'countersign=csn_ses_old',
    });
    assert.deepEqual([done.statusCode, done.headers.location], [303, '/tokens']);
    assert.match(String(done.headers['set-cookie']), /^countersign=csn_ses_new; /);
    assert.deepEqual(asked, ['new password 192.0.2.1 jane', 'sign-out countersign=csn_ses_old']);
  });

  test('says at the field what is wrong with the new one, and shows neither again', async () => {
    const { post } = await aSite({
      refusal: { kind: 'malformed', fields: [{ field: 'newPassword', rule: 'is too easy to guess' }] },
    });
    const page = await post('/sign-in/new-password', form);
    assert.equal(page.statusCode, 400);
    assert.match(descriptionOf(page, 'newPassword'), /^New password is too easy to guess\. At least 15/);
    assert.doesNotMatch(page.body, /correct horse|of my own/);
    assert.match(page.body, /<title>Error: Choose a new password/);
  });

  test('cannot be replaced from another site, or by looking', async () => {
    const { get, post, asked } = await aSite({ basePath: '/hub' });
    const elsewhere = await post('/hub/sign-in/new-password', form, { 'sec-fetch-site': 'cross-site' });
    assert.equal(elsewhere.statusCode, 403);
    assert.equal((await get('/hub/sign-in/new-password')).headers.location, '/hub/sign-in');
    assert.deepEqual(asked, []);
  });
});

test('sign-in ends the session that the browser had before', async () => {
  const { post, asked } = await aSite();
  await post('/sign-in', credentials, { cookie: 'countersign=csn_ses_old' });
  assert.deepEqual(asked.slice(1), ['sign-out countersign=csn_ses_old']);
});

test('a refused sign-in ends no session and sets no cookie', async () => {
  const { post, asked } = await aSite({
    refusal: { kind: 'sign-in-failed', internalReason: 'wrong password' },
  });
  const response = await post('/sign-in', credentials, { cookie: 'countersign=csn_ses_old' });
  assert.equal(response.headers['set-cookie'], undefined);
  assert.equal(asked.length, 1);
});

test('sign-in never leads to another site', async () => {
  const { get, post } = await aSite({ basePath: '/hub' });
  for (const target of ['//evil.example', 'https://evil.example', '/%5Cevil.example', '/other']) {
    const query = new URLSearchParams({ return: target });
    assert.doesNotMatch((await get(`/hub/sign-in?${query}`)).body, /evil|other/);
    assert.equal((await post(`/hub/sign-in?${query}`, credentials)).headers.location, '/hub/');
  }
  const twice = await post('/hub/sign-in?return=/hub/a&return=//evil.example', credentials);
  assert.equal(twice.headers.location, '/hub/');
});

test('a failed sign-in says the same, whatever the reason', async () => {
  const reasons = ['unknown login', 'wrong password', 'the account is banned', 'bots do not sign in'];
  const bodies = new Set<string>();
  for (const internalReason of reasons) {
    const { post } = await aSite({ refusal: { kind: 'sign-in-failed', internalReason } });
    const response = await post('/sign-in?return=/account', credentials);
    assert.equal(response.statusCode, 403);
    assert.match(response.body, /<title>Error: Sign in · Countersign<\/title>/);
    assert.equal(descriptionOf(response, 'password'), 'Login or password is wrong.');
    assert.match(response.body, /action="\/sign-in\?return=%2Faccount"/);
    bodies.add(response.body);
  }
  assert.equal(bodies.size, 1);
});

test('a failed sign-in keeps the login and never shows the password', async () => {
  const { post } = await aSite({ refusal: { kind: 'sign-in-failed', internalReason: 'x' } });
  const response = await post('/sign-in', { login: '"><script>x', password: 'canary horse battery' });
  assert.match(response.body, /value="&quot;&gt;&lt;script&gt;x"/);
  assert.doesNotMatch(response.body, /canary|<script>/);
});

test('a missing or empty password takes the way of a wrong one', async () => {
  const { post, asked } = await aSite();
  for (const fields of ['', 'login=jane', 'login=jane&password=']) await post('/sign-in', fields);
  const signIns = asked.filter((line) => line.startsWith('sign-in'));
  assert.deepEqual(signIns, [
    'sign-in 192.0.2.1  \0',
    'sign-in 192.0.2.1 jane \0',
    'sign-in 192.0.2.1 jane \0',
  ]);
});

test('a lock-out tells how long to wait, and a busy server too', async () => {
  const locked = await aSite({ refusal: { kind: 'rate-limited', retryAfterSeconds: 240 } });
  const response = await locked.post('/sign-in', credentials);
  assert.equal(response.statusCode, 429);
  assert.equal(response.headers['retry-after'], '240');
  assert.match(response.body, /Too many attempts\. Try again in 4 minutes/);

  const busy = await aSite({
    refusal: { kind: 'unavailable', retryAfterSeconds: 2, internalReason: 'queue' },
  });
  const later = await busy.post('/sign-in', credentials);
  assert.equal(later.statusCode, 503);
  assert.equal(later.headers['retry-after'], '2');
  assert.doesNotMatch(later.body, /queue/);
});

test('password managers find what they look for', async () => {
  const { body } = await (await aSite()).get('/sign-in');
  assert.match(body, /<input[^>]* name="login"[^>]* autocomplete="username webauthn"/s);
  assert.match(body, /<input[^>]* name="password"[^>]*\s+type="password" autocomplete="current-password"/s);
  const setUpBody = (await (await aSite({ isSetUpOpen: true })).get('/setup')).body;
  assert.equal(setUpBody.match(/type="password" autocomplete="new-password"/g)?.length, 2);
});

test('signing out needs a form, takes the cookie away and says so', async () => {
  const { app, get, post, asked } = await aSite({ basePath: '/hub' });
  const response = await post('/hub/sign-out', '', { cookie: 'countersign=csn_ses_old' });
  assert.equal(response.statusCode, 303);
  assert.equal(response.headers.location, '/hub/sign-in?signed-out');
  assert.match(String(response.headers['set-cookie']), /^countersign=; Max-Age=0; Path=\//);
  assert.deepEqual(asked, ['sign-out countersign=csn_ses_old']);
  assert.match((await get('/hub/sign-in?signed-out')).body, /You are signed out\./);

  const byLink = await app.inject({ method: 'GET', url: '/hub/sign-out' });
  assert.equal(byLink.statusCode, 405);
  assert.equal(byLink.headers.allow, 'POST');
  assert.equal(asked.length, 1);
});

test('until there is an administrator, sign-in leads to set-up', async () => {
  const response = await (await aSite({ isSetUpOpen: true })).get('/sign-in?return=/account');
  assert.equal(response.statusCode, 303);
  assert.equal(response.headers.location, '/setup');
});

test('set-up makes the first administrator and leads to sign-in', async () => {
  const { post, asked } = await aSite({ isSetUpOpen: true });
  const response = await post('/setup', setUp);
  assert.equal(response.statusCode, 303);
  assert.equal(response.headers.location, '/sign-in?set-up');
  assert.deepEqual(asked, ['set-up 192.0.2.1 abcd jane Jane Doe']);
});

test('set-up names everything that is wrong at its field, before the code is tried', async () => {
  const { post, asked } = await aSite({ isSetUpOpen: true });
  const response = await post('/setup', {
    code: '',
    login: 'jane doe',
    name: '',
    password: 'canary',
    repeated: 'other',
  });
  assert.equal(response.statusCode, 400);
  assert.deepEqual(asked, []);
  assert.match(descriptionOf(response, 'code'), /^Set-up code must not be empty\./);
  assert.match(descriptionOf(response, 'login'), /^Login must be 1 to 64 letters/);
  assert.equal(descriptionOf(response, 'name'), 'Full name must not be empty.');
  assert.match(descriptionOf(response, 'password'), /^Password must be at least 15 characters\./);
  assert.equal(descriptionOf(response, 'repeated'), 'The two passwords are not the same.');
  assert.match(response.body, /Correct the 5 fields marked below/);
  assert.match(response.body, /<input[^>]* id="login"[^>]* value="jane doe"/);
  assert.doesNotMatch(response.body, /canary/);
});

test('set-up keeps login and name when the code is wrong, and neither code nor passwords', async () => {
  const { post } = await aSite({ isSetUpOpen: true, refusal: malformed('code', 'is not the right one') });
  const response = await post('/setup', { ...setUp, code: 'canary-code' });
  assert.equal(response.statusCode, 400);
  assert.match(descriptionOf(response, 'code'), /^Set-up code is not the right one\./);
  assert.match(response.body, /value="jane"[\s\S]*value="Jane Doe"/);
  assert.doesNotMatch(response.body, /canary|correct horse/);
});

test('of what set-up is refused for, a field that the page does not have is not invented', async () => {
  const fields: readonly [FieldRule] = [{ field: '__proto__', rule: 'is odd' }];
  const response = await (await aSite({ isSetUpOpen: true, refusal: { kind: 'malformed', fields } })).post(
    '/setup',
    setUp,
  );
  assert.equal(response.statusCode, 400);
  assert.match(response.body, /role="alert">Nothing was saved\.</);
});

test('set-up is slowed down like sign-in', async () => {
  const site = await aSite({ isSetUpOpen: true, refusal: { kind: 'rate-limited', retryAfterSeconds: 30 } });
  const response = await site.post('/setup', setUp);
  assert.equal(response.statusCode, 429);
  assert.equal(response.headers['retry-after'], '30');
  assert.match(response.body, /Try again in 30 seconds/);
});

test('once set-up is over its address is like one that never was', async () => {
  const over = await aSite();
  const raced = await aSite({ isSetUpOpen: true, refusal: notFound('set-up') });
  const { app } = over;
  const put = app.inject({ method: 'PUT', url: '/setup', headers: { 'sec-fetch-site': 'same-origin' } });
  const answers = [
    over.get('/setup'),
    over.post('/setup', setUp),
    over.post('/setup', {}),
    raced.post('/setup', setUp),
    put,
  ];
  for (const answer of answers) assert.equal((await answer).statusCode, 404);
  assert.deepEqual(over.asked, []);
});

test('set-up warns whoever came by another address than the public one', async () => {
  const { app, get } = await aSite({ isSetUpOpen: true });
  assert.doesNotMatch((await get('/setup')).body, /You opened this page at/);
  const { body } = await app.inject({ url: '/setup', headers: { host: 'a"b.example' } });
  assert.match(body, /You opened this page at a&quot;b\.example/);
});

test('a form from another site, or of unknown origin, is refused before it is read', async () => {
  const { app, asked } = await aSite({ isSetUpOpen: true, visitor });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const others = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    {},
  ];
  for (const url of [
    '/sign-in',
    '/sign-in/new-password',
    '/sign-in/second-step',
    '/sign-in/passkey',
    '/reset-password',
    '/change-password',
    ...twoFactorSteps.map((step) => `/two-factor/${step}`),
    '/sign-out',
    '/setup',
  ]) {
    for (const headers of others) {
      const payload = new URLSearchParams(setUp).toString();
      const response = await app.inject({ method: 'POST', url, headers: { ...form, ...headers }, payload });
      assert.equal(response.statusCode, 403, url);
      assert.match(response.body, /did not come from a page of this site/);
    }
  }
  assert.deepEqual(asked, []);
});

test('pages take forms alone, short and unambiguous ones', async () => {
  const { post, asked } = await aSite({ isSetUpOpen: true });
  const bodies: readonly (readonly [string, number, object?])[] = [
    ['login=jane&login=root&password=x', 400],
    ['login=%E0%A4%A', 400],
    ['login=%ff', 400],
    [`login=${'a'.repeat(16 * 1024)}`, 413],
    ['{"login":"jane"}', 415, { 'content-type': 'application/json' }],
    ['login=jane', 415, { 'content-type': 'text/plain' }],
  ];
  for (const [body, status, headers] of bodies) {
    for (const url of ['/sign-in', '/setup']) {
      const response = await post(url, body, headers);
      assert.equal(response.statusCode, status, body.slice(0, 40));
      assert.equal(response.headers['content-type'], 'text/html; charset=utf-8');
    }
  }
  assert.deepEqual(asked, []);
});

test('text is read as UTF-8, plus signs as spaces', async () => {
  const { post, asked } = await aSite({ isSetUpOpen: true });
  await post('/setup', new URLSearchParams({ ...setUp, name: 'Jürgen 李' }).toString());
  assert.deepEqual(asked, ['set-up 192.0.2.1 abcd jane Jürgen 李']);
});

test("a defect is left to the server's own handler", async () => {
  const response = await (await aSite({ defect: new Error('disk') })).post('/sign-in', credentials);
  assert.equal(response.statusCode, 500);
  assert.equal(response.body, "the server's own handler");
});

test('every page is a whole document without a script inside, kept by nobody, that loads from the authority alone', async () => {
  const { get, post } = await aSite({ basePath: '/hub' });
  const open = await aSite({ basePath: '/hub', isSetUpOpen: true });
  const stranger = await aSite({ basePath: '/hub', mustReplacePassword: true });
  const halfWay = await aSite({ basePath: '/hub', hasSecondFactor: true, hasPasskey: true });
  const device = { kind: 'app', id: aStart.factor.id, name: 'Phone', addedAt: instant(0) } as const;
  const devices = [{ ...device, lastUsedAt: undefined }];
  const signedIn = await aSite({ basePath: '/hub', visitor, devices });
  const refusal = malformed('name', 'must not be empty');
  const refused = await aSite({ basePath: '/hub', visitor, devices, refusal });
  const form = { codes: 'shown', saved: 'yes', method: aStart.factor.id };
  const steps = (names: readonly (typeof twoFactorSteps)[number][], site: typeof signedIn) =>
    names.map((step) => site.post(`/hub/two-factor/${step}`, form));
  const pages = [
    get('/hub/sign-in'),
    get('/hub/setup'),
    open.get('/hub/setup'),
    post('/hub/setup', {}),
    open.post('/hub/setup', {}),
    stranger.post('/hub/sign-in', credentials),
    halfWay.post('/hub/sign-in', credentials),
    get('/hub/reset-password?link=x'),
    get('/hub/reset-password'),
    signedIn.get('/hub/two-factor'),
    signedIn.get('/hub/change-password'),
    signedIn.get('/hub/sign-in/confirmed'),
    ...steps(['start', 'passkey-start', 'remove', 'recovery-codes', 'off'], signedIn),
    ...steps(twoFactorSteps, refused),
    ...['sign-in', 'sign-in/new-password', 'sign-in/second-step', 'sign-in/passkey'].map((path) =>
      refused.post(`/hub/${path}`, credentials),
    ),
    ...['reset-password', 'change-password'].map((path) => refused.post(`/hub/${path}`, credentials)),
  ];
  for (const page of pages) {
    const { body, headers } = await page;
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(body, /^<!doctype html>\n<html lang="en">/);
    assert.match(body, /<main /);
    assert.doesNotMatch(body, /correct horse/);
    const rest = body.replace(/<script type="module" src="\/hub\/passkeys\.js\?[\w-]+"><\/script>/, '');
    assert.doesNotMatch(rest, /<script|javascript:|\son[a-z]+=|\sstyle=/i);
    for (const [, address] of body.matchAll(/(?:href|src|action)="([^"]*)"/g))
      assert.match(String(address), /^\/hub\//);
  }
});

test('an error page leads on by its request id, and back to the start', async () => {
  const { body } = await (await aSite({ basePath: '/hub' })).get('/hub/setup');
  assert.match(body, /<code>3f0a9c41d2e8b765<\/code>/);
  assert.match(body, /<a href="\/hub\/">/);
});

test('pages give back what was typed as a login, and never a token that was pasted there', async () => {
  const refusal: Refusal = { kind: 'sign-in-failed', internalReason: 'unknown login' };
  const { post } = await aSite({ refusal });
  const token = `csn_pat_${'a'.repeat(49)}`;
  for (const login of [token, ` ${token}`, `Bearer ${token}`])
    for (const url of ['/sign-in', '/sign-in/new-password']) {
      const form = { login, password: 'x', newPassword: 'y' };
      assert.doesNotMatch((await post(url, form)).body, /csn_pat_/);
    }
  assert.match((await post('/sign-in', { login: 'jane', password: 'x' })).body, /value="jane"/);
});

const visitor: Caller<UserActor> = {
  actor: {
    kind: 'user',
    userId: jane.id,
    login: jane.login,
    via: { kind: 'session', id: session.id },
    permissions: new Map(),
  },
  origin: { requestId: 'a visit' },
};

describe('a passkey', () => {
  test('is asked for by sign-in without naming anybody, and the way goes on to where it was meant to', async () => {
    const { get, post, asked } = await aSite();
    const { body } = await get('/sign-in?return=/admin');
    assert.match(body, /<form method="post" action="\/sign-in\/passkey\?return=%2Fadmin" data-passkey="get"/);
    assert.match(body, /&quot;allowCredentials&quot;:\[\],&quot;userVerification&quot;:&quot;required&quot;/);
    const entered = await post(
      '/sign-in/passkey?return=/admin',
      { passkey: '{}' },
      { cookie: 'countersign=old' },
    );
    assert.deepEqual([entered.statusCode, entered.headers.location], [303, '/admin']);
    assert.match(String(entered.headers['set-cookie']), /csn_ses_new/);
    assert.deepEqual(asked, ['passkey {}', 'sign-out countersign=old']);
    assert.equal((await get('/sign-in/passkey')).headers.location, '/sign-in');
  });

  test('that is refused is refused in words of its own, and the page asks anew', async () => {
    const { post } = await aSite({ refusal: { kind: 'sign-in-failed', internalReason: 'canary' } });
    const refused = await post('/sign-in/passkey?return=/admin', { passkey: 'canary' });
    assert.equal(refused.statusCode, 403);
    assert.match(refused.body, /That passkey was not accepted\./);
    assert.match(refused.body, /<title>Error: Sign in/);
    assert.match(refused.body, /action="\/sign-in\/passkey\?return=%2Fadmin"/);
    assert.doesNotMatch(refused.body, /canary/);
    const waits = await (await aSite({ refusal: { kind: 'rate-limited', retryAfterSeconds: 30 } })).post(
      '/sign-in/passkey',
      { passkey: '{}' },
    );
    assert.deepEqual([waits.statusCode, waits.headers['retry-after']], [429, '30']);
  });

  test('takes the second step where the account has one, beside its codes', async () => {
    const without = await (await aSite({ hasSecondFactor: true })).post('/sign-in', credentials);
    assert.doesNotMatch(without.body, /data-passkey|<script/);
    const { post, asked } = await aSite({ hasSecondFactor: true, hasPasskey: true });
    const first = await post('/sign-in?return=/admin', credentials);
    assert.match(first.body, /&quot;id&quot;:&quot;a-credential&quot;/);
    assert.equal(first.body.match(/name="pending" value="half-way"/g)?.length, 2);
    await post('/sign-in/second-step', { pending: 'half-way', passkey: '{}' });
    assert.equal(asked.at(-2), 'second step half-way {}');
    const wrong = await (
      await aSite({ hasPasskey: true, refusal: { kind: 'sign-in-failed', internalReason: 'x' } })
    ).post('/sign-in/second-step', { pending: 'half-way', passkey: '{}' });
    assert.match(
      wrong.body,
      /role="alert">That passkey was not accepted\. Try again, or use another method\./,
    );
  });

  test('is added after its name was given and the recovery codes were saved', async () => {
    const { post, asked } = await aSite({ visitor });
    const begun = await post('/two-factor/passkey-start?return=/admin', { passkeyName: '“Key”' });
    assert.match(begun.body, /aaaa-bbbb-cccc-dddd/);
    assert.match(begun.body, /action="\/two-factor\/passkey-confirm\?return=%2Fadmin" data-passkey="create"/);
    const hasty = await post('/two-factor/passkey-confirm', { codes: 'shown', passkey: '{}' });
    assert.equal(hasty.statusCode, 400);
    assert.deepEqual(asked, []);
    const added = await post('/two-factor/passkey-confirm?return=/admin', {
      codes: 'shown',
      saved: 'yes',
      passkey: '{}',
    });
    assert.deepEqual([added.statusCode, added.headers.location], [303, '/admin']);
    assert.deepEqual(asked, ['confirm passkey {}']);
    const unnamed = await (await aSite({ visitor, refusal: malformed('name', 'must not be empty') })).post(
      '/two-factor/passkey-start',
      { passkeyName: '' },
    );
    assert.match(descriptionOf(unnamed, 'passkeyName'), /^The name must not be empty\./);
    assert.doesNotMatch(descriptionOf(unnamed, 'name'), /must not be empty/);
  });

  test('is offered nowhere under a bare IP address, and the page says why', async () => {
    const { get } = await aSite({ isNameless: true, visitor });
    assert.doesNotMatch((await get('/sign-in')).body, /data-passkey|<script/);
    const { body } = await get('/two-factor');
    assert.doesNotMatch(body, /passkey-start|<script/);
    assert.match(body, /this one is an IP address/);
  });

  test('that cannot be read is not said to be off', async () => {
    const unreadable = { kind: 'not-found', what: 'user' } as const;
    const { get, post } = await aSite({ visitor, unreadable });
    for (const answer of [await get('/two-factor'), await post('/two-factor/remove', { method: 'x' })]) {
      assert.equal(answer.statusCode, 404);
      assert.match(answer.body, /There is no such user/);
      assert.doesNotMatch(answer.body, /<form|With it, signing in asks/);
    }
  });

  test('is listed with when it came and was last used, and one of several can be taken away', async () => {
    const id = '9c1f4d1e-0000-4000-8000-000000000004';
    const key: TwoFactorDevice = {
      kind: 'passkey',
      id: trustId(id),
      name: '<Key>',
      addedAt: instant(0),
      lastUsedAt: undefined,
    };
    const one = await (await aSite({ visitor, devices: [key] })).get('/two-factor');
    assert.match(
      one.body,
      /&lt;Key&gt;.*Passkey, added <time datetime="1970-01-01T00:00:00.000Z">1 Jan 1970, 00:00 UTC<\/time>, never used/s,
    );
    assert.doesNotMatch(one.body, /Remove…/);
    const app: TwoFactorDevice = {
      kind: 'app',
      id: trustId('9c1f4d1e-0000-4000-8000-000000000005'),
      name: 'Phone',
      addedAt: instant(0),
      lastUsedAt: instant(0),
    };
    const { get, post, asked } = await aSite({ visitor, devices: [key, app] });
    assert.equal((await get('/two-factor')).body.match(/Remove…/g)?.length, 2);
    const question = await post('/two-factor/remove', { method: id });
    assert.match(question.body, /Remove “&lt;Key&gt;”\?/);
    assert.deepEqual(asked, []);
    const removed = await post('/two-factor/remove?return=/admin', { method: id, sure: 'yes' });
    assert.equal(removed.headers.location, '/two-factor?return=%2Fadmin');
    assert.deepEqual(asked, [`remove ${id}`]);
    assert.equal((await post('/two-factor/remove', { method: 'junk', sure: 'yes' })).statusCode, 404);
  });
});

describe('a sign-in that confirms who somebody is', () => {
  test('has the login filled in, from the session and from nothing else', async () => {
    const again = '/sign-in?return=/admin&again=&login=mallory';
    assert.match((await (await aSite({ visitor })).get(again)).body, /id="login"[^>]* value="jane"/);
    assert.match((await (await aSite()).get(again)).body, /id="login"[^>]* value=""/);
    const first = await (await aSite({ visitor })).get('/sign-in?return=/admin');
    assert.match(first.body, /id="login"[^>]* value=""/);
  });

  test('ends where it says who is signed in now, and that the tab may be closed', async () => {
    const page = await (await aSite({ visitor })).get('/sign-in/confirmed');
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.match(page.body, /<h1>You may close this tab<\/h1>/);
    assert.match(page.body, /signed in as <bdi>jane<\/bdi>/);
    assert.equal((await (await aSite()).get('/sign-in/confirmed')).headers.location, '/sign-in');
  });
});

describe('the own password', () => {
  const form = { password: 'canary old horse', newPassword: 'canary new horse' };
  const path = '/change-password?return=/account/security';

  test('is changed with the present one, and the way goes back to where it came from', async () => {
    const { get, post, asked } = await aSite({ visitor });
    const page = await get(path);
    assert.match(page.body, /action="\/change-password\?return=%2Faccount%2Fsecurity"/);
    assert.match(page.body, /id="login"[^>]* value="jane"[^>]*\sreadonly/);
    assert.equal((await post(path, form)).headers.location, '/account/security');
    assert.deepEqual(asked, ['change canary old horse canary new horse']);
    await post(path, { ...form, endApplicationPasswords: 'on' });
    assert.deepEqual(asked.slice(1), ['change canary old horse canary new horse ending']);
  });

  test('that is refused is asked for again with what is wrong at its field, and nothing that was typed', async () => {
    for (const [field, input, says] of [
      ['password.oldValue', 'password', 'Current password is not your password.'],
      ['password.value', 'newPassword', 'New password is not your password.'],
    ] as const) {
      const refusal = { kind: 'malformed', fields: [{ field, rule: 'is not your password' }] } as const;
      const site = await aSite({ visitor, refusal });
      const answer = await site.post('/change-password', { ...form, endApplicationPasswords: 'on' });
      assert.equal(answer.statusCode, 400);
      assert.match(answer.body, /name="endApplicationPasswords" checked/);
      assert.ok(descriptionOf(answer, input).includes(says), descriptionOf(answer, input));
      assert.doesNotMatch(answer.body, /canary/);
    }
    const waits = await aSite({ visitor, refusal: { kind: 'rate-limited', retryAfterSeconds: 30 } });
    assert.equal((await waits.post('/change-password', form)).headers['retry-after'], '30');
  });

  test('is for who is signed in, and was a moment ago: before anything is typed', async () => {
    const here = '%2Fchange-password%3Freturn%3D%252Faccount%252Fsecurity';
    const anonymous = await aSite();
    assert.equal((await anonymous.get(path)).headers.location, `/sign-in?return=${here}`);
    assert.equal((await anonymous.post(path, form)).headers.location, `/sign-in?return=${here}`);
    assert.deepEqual(anonymous.asked, []);
    const old = await aSite({ visitor, refusal: { kind: 'authentication-too-old', act: 'change' } });
    assert.equal((await old.get(path)).headers.location, `/sign-in?return=${here}&again=`);
  });
});

describe('a second factor', () => {
  test('is asked for after the password, with where to go and nothing that was typed carried along', async () => {
    const { post, asked } = await aSite({ hasSecondFactor: true });
    const first = await post('/sign-in?return=/admin', { login: 'jane', password: 'canary horse' });
    assert.equal(first.statusCode, 200);
    assert.equal(first.headers['set-cookie'], undefined);
    assert.equal(first.headers['cache-control'], 'no-store');
    assert.match(first.body, /action="\/sign-in\/second-step\?return=%2Fadmin"/);
    assert.match(first.body, /name="pending" value="half-way"/);
    assert.doesNotMatch(first.body, /canary/);
    const second = await post('/sign-in/second-step?return=/admin', { pending: 'half-way', code: '123 456' });
    assert.equal(second.statusCode, 303);
    assert.equal(second.headers.location, '/admin');
    assert.match(String(second.headers['set-cookie']), /csn_ses_new/);
    assert.equal(asked.at(-2), 'second step half-way 123 456');
  });

  test('that is wrong is asked for again; one that comes too late begins anew; a guesser waits', async () => {
    const step = { pending: 'half-way', code: '123456' };
    const wrong = await (await aSite({ refusal: { kind: 'sign-in-failed', internalReason: 'canary' } })).post(
      '/sign-in/second-step',
      step,
    );
    assert.equal(wrong.statusCode, 403);
    assert.match(wrong.body, /role="alert">That code is not right/);
    assert.match(wrong.body, /name="pending" value="half-way"/);
    assert.doesNotMatch(wrong.body, /123456|canary/);
    const late = await (await aSite({ refusal: { kind: 'sign-in-expired' } })).post(
      '/sign-in/second-step?return=/admin',
      step,
    );
    assert.equal(late.headers.location, '/sign-in?return=%2Fadmin&expired=');
    const waits = await (await aSite({ refusal: { kind: 'rate-limited', retryAfterSeconds: 30 } })).post(
      '/sign-in/second-step',
      step,
    );
    assert.equal(waits.statusCode, 429);
    assert.equal(waits.headers['retry-after'], '30');
  });

  test('has no second step without a first', async () => {
    const { get, post, asked } = await aSite();
    assert.equal((await get('/sign-in/second-step')).headers.location, '/sign-in');
    await post('/sign-in/second-step', {});
    assert.deepEqual(asked[0], 'second step - ');
  });

  test('is offered on the way in where a group requires it, and the way goes on from there', async () => {
    const { post } = await aSite({ isReduced: true });
    const response = await post('/sign-in?return=/admin', { login: 'jane', password: 'correct horse' });
    assert.equal(response.headers.location, '/two-factor?return=%2Fadmin');
  });

  test('is for who is signed in, and was a moment ago', async () => {
    const anonymous = await aSite();
    for (const answer of [
      anonymous.get('/two-factor?return=/admin'),
      ...twoFactorSteps.map((step) => anonymous.post(`/two-factor/${step}?return=/admin`, { sure: 'yes' })),
    ])
      assert.equal((await answer).headers.location, '/sign-in?return=%2Ftwo-factor%3Freturn%3D%252Fadmin');
    assert.deepEqual(anonymous.asked, []);
    const old = await aSite({ visitor, refusal: { kind: 'authentication-too-old', act: 'change' } });
    for (const step of ['start', 'confirm', 'recovery-codes', 'off']) {
      const { headers } = await old.post(`/two-factor/${step}`, {
        sure: 'yes',
        name: 'Phone',
        code: '123456',
      });
      assert.equal(headers.location, '/sign-in?return=%2Ftwo-factor&again=');
    }
  });

  test('is set up with a QR code, a key to type and recovery codes, which are saved before it counts', async () => {
    const { post, asked } = await aSite({ visitor });
    const { body, headers } = await post('/two-factor/start', { name: 'Phone' });
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(body, /<svg class="qr-code" role="img"/);
    assert.match(body, /GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ/);
    assert.match(body, /aaaa-bbbb-cccc-dddd/);
    const unsaved = await post('/two-factor/confirm', { codes: 'shown', code: '123456' });
    assert.equal(unsaved.statusCode, 400);
    assert.match(unsaved.body, /Save the recovery codes first/);
    assert.deepEqual(asked, []);
    const saved = await post('/two-factor/confirm', { codes: 'shown', saved: 'yes', code: '123456' });
    assert.equal(saved.headers.location, '/two-factor');
    assert.deepEqual(asked, ['confirm 123456']);
  });

  test('is turned off by whoever says that they are sure', async () => {
    const { post, asked } = await aSite({ visitor });
    assert.equal((await post('/two-factor/off', {})).statusCode, 400);
    assert.deepEqual(asked, []);
    assert.equal((await post('/two-factor/off', { sure: 'yes' })).headers.location, '/two-factor');
    assert.deepEqual(asked, ['off']);
  });
});
