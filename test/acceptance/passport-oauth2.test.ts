import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { after, before, test } from 'node:test';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { authorize, type CookieJar, cookieHeader, keep } from '../harness/oauth-visitor.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { type Answer, ask } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { freePort } from '../harness/running-authority.ts';

/**
 * `passport-oauth2`, unmodified, in an application on Express: it keeps state and verifier in a session of its own, and
 * sends its secret as a parameter.
 */
interface Guest {
  readonly login: string;
  readonly access: string;
  readonly refresh: string;
}

let world: OAuthWorld;
let strategy: ForumStrategy;
let url: string;
let server: Server;

/** As applications write it: who somebody is comes from userinfo. */
class ForumStrategy extends OAuth2Strategy {
  override userProfile(accessToken: string, done: (error: unknown, profile?: unknown) => void): void {
    this._oauth2.useAuthorizationHeaderforGET(true);
    this._oauth2.get(`${world.url}/api/rest/oauth2/userinfo`, accessToken, (error, body) =>
      error ? done(error) : done(null, JSON.parse(String(body))),
    );
  }

  override authorizationParams(): object {
    return { access_type: 'offline' };
  }

  renew(token: string): Promise<{ readonly access: string; readonly refresh: string }> {
    return new Promise((resolve, reject) => {
      this._oauth2.getOAuthAccessToken(token, { grant_type: 'refresh_token' }, (error, access, refresh) =>
        error ? reject(error) : resolve({ access: String(access), refresh: String(refresh) }),
      );
    });
  }
}

before(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const redirectUri = `${url}/signed-in`;
  world = await openOAuthWorld('forum', { redirectUris: [redirectUri] });
  strategy = new ForumStrategy(
    {
      authorizationURL: `${world.url}/api/rest/oauth2/auth`,
      tokenURL: `${world.url}/api/rest/oauth2/token`,
      clientID: world.client.id,
      clientSecret: world.client.secret ?? '',
      callbackURL: redirectUri,
      scope: ['openid', 'profile', world.archive],
      state: true,
      pkce: true,
    },
    (
      access: string,
      refresh: string,
      profile: { preferred_username: string },
      done: OAuth2Strategy.VerifyCallback,
    ) =>
      done(null, {
        login: profile.preferred_username,
        ...rememberTokens({ access, refresh }),
      } satisfies Guest),
  );
  server = forum().listen(port, '127.0.0.1');
  await once(server, 'listening');
});

after(async () => {
  server?.closeAllConnections();
  server?.close();
  await world?.stop();
});

function forum(): express.Express {
  passport.use('countersign', strategy as unknown as passport.Strategy);
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: Express.User, done) => done(null, user));
  const app = express();
  const secret = randomBytes(16).toString('hex');
  app.use(session({ name: 'forum', secret, resave: false, saveUninitialized: false }));
  app.use(passport.session());
  app.get('/sign-in', passport.authenticate('countersign'));
  app.get(
    '/signed-in',
    passport.authenticate('countersign', { successRedirect: '/', failureRedirect: '/sorry' }),
  );
  app.get('/sorry', (_request, response) => void response.status(403).send('Nobody signed in.'));
  const tellError: express.ErrorRequestHandler = (error, _request, response, _next) =>
    void response.status(500).send(`${error.name} ${error.code}: ${error.message}`);
  app.get('/', (request, response) => void response.json(request.user ?? {}));
  app.use(tellError);
  return app;
}

/** A browser at the forum. */
async function visit(jar: CookieJar, address: string): Promise<Answer> {
  return keep(jar, await ask(new URL(address, url).href, { cookie: cookieHeader(jar) }));
}

/** Presses "Sign in" at the forum; answers the address where the authority sends the browser back to. */
async function arrive(jar: CookieJar, press: 'allow' | 'deny' = 'allow'): Promise<string> {
  const sent = await visit(jar, '/sign-in');
  const { location, page } = await authorize(world, sent.headers.get('location') ?? '', press);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  const code = new URL(location).searchParams.get('code');
  if (code !== null) rememberSecret(code);
  return location;
}

const whereTo = ({ headers }: Answer) => headers.get('location');

test('says that nobody signed in where somebody does not agree', async () => {
  const jar: CookieJar = new Map();
  const location = await arrive(jar, 'deny');
  assert.equal(whereTo(await visit(jar, location)), '/sorry');
  assert.deepEqual((await visit(jar, '/')).json, {});
});

test('signs somebody in to a session of its own, and acts for them at a service', async () => {
  const jar: CookieJar = new Map();
  assert.equal(whereTo(await visit(jar, await arrive(jar))), '/');
  const guest: Guest = (await visit(jar, '/')).json;
  assert.equal(guest.login, 'ada');
  assert.equal((await world.askArchive(guest.access)).json.shelvedFor, 'ada');

  const renewed = rememberTokens(await strategy.renew(guest.refresh));
  assert.notEqual(renewed.access, guest.access);
  assert.equal((await world.askArchive(renewed.access)).status, 200);
});

test('takes no answer that was meant for another browser', async () => {
  const jar: CookieJar = new Map();
  const location = await arrive(jar);
  const other: CookieJar = new Map();
  await visit(other, '/sign-in');
  assert.equal(whereTo(await visit(other, location)), '/sorry');
  assert.deepEqual((await visit(other, '/')).json, {});
});

test('says what the authority said to a code that was spent', async () => {
  const jar: CookieJar = new Map();
  const location = await arrive(jar);
  const state = new URL(location).searchParams.get('state') ?? '';
  const code = new URL(location).searchParams.get('code') ?? '';
  const stolen = await ask(`${world.url}/api/rest/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: 'x'.repeat(43),
      client_id: world.client.id,
      client_secret: world.client.secret ?? '',
    }).toString(),
  });
  assert.equal(stolen.json.error, 'invalid_grant');
  const late = await visit(jar, `/signed-in?${new URLSearchParams({ code, state })}`);
  assert.equal(late.status, 500);
  assert.equal(late.text, 'TokenError invalid_grant: grant request is invalid');
});
