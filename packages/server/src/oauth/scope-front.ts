import { unescape as decode, parse, stringify } from 'node:querystring';
import type { Readable } from 'node:stream';
import type { Context, Next } from 'koa';
import type { Authority } from '../authority.ts';
import { engineRoutes } from './engine-routes.ts';
import { answerWith, asCodeRequest } from './implicit-flow.ts';
import { hashChallenge, hashVerifier } from './lenient-verifier.ts';
import { heldToken, holdsToken } from './refuse-tokens.ts';
import { ledgerNow } from './request-ledger.ts';
import { askedResources, askedServices, engineScope, readScope } from './scope-words.ts';

/**
 * Stands in front of the engine and puts a request into the form that it reads: services leave the scope for a parameter
 * of their own, and what clients of this dialect send that means nothing is left out. One place, so that the engine meets
 * one dialect (ui-spec §D).
 */
export function front(authority: Authority) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path === engineRoutes.authorization && ctx.method === 'GET') {
      const asked = parse(ctx.querystring);
      ctx.querystring = stringify(await plainRequest(authority, asked.client_id, asCodeRequest(asked)));
    }
    // A request that goes on is known by its cookie; the engine would look for its client in the query, and fall over it.
    if (ctx.path.startsWith(`${engineRoutes.authorization}/`)) ctx.querystring = '';
    if (ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded')) {
      const text = await readText(ctx.req);
      if (text === undefined) return refuseLength(ctx);
      if (ctx.path === engineRoutes.pushed_authorization_request && holdsToken(keptOf(parse(text))))
        return refuse(ctx, 400, heldToken);
      (ctx.req as { body?: Fields }).body = await formOf(authority, ctx, text);
    }
    await next();
  };
}

type Fields = Record<string, string | string[] | undefined>;

/** An authorization request in the form that the engine reads, whichever way it came. */
async function plainRequest(
  authority: Authority,
  client: string | string[] | undefined,
  fields: Fields,
): Promise<Fields> {
  return plainNonce(plainPrompt(splitScope(await hashChallenge(authority, client, fields))));
}

/**
 * The scope without services, and they beside it as they were asked for, by name and by address. A scope given twice is
 * the engine's to refuse.
 */
function splitScope(fields: Fields): Fields {
  const { scope } = fields;
  const { [askedServices]: _, [askedResources]: __, resource, ...rest } = fields;
  const resources = givenIn(resource);
  if (typeof scope !== 'string' && (scope !== undefined || resources.length === 0)) return rest;
  const { openId, services } = readScope(scope ?? '');
  const asked = services.map((one) => one.asked);
  const words = engineScope({
    openId,
    services: [...asked, ...resources].map((one) => ({ id: '' as never, asked: one })),
  });
  return {
    ...rest,
    scope: words,
    ...(asked.length > 0 && { [askedServices]: asked.join(' ') }),
    ...(resources.length > 0 && { [askedResources]: JSON.stringify(resources) }),
  };
}

/** The values of a parameter that may stand several times (RFC 8707 §2); an empty one counts as absent. */
function givenIn(value: string | string[] | undefined): readonly string[] {
  return [value].flat().filter((one) => one !== undefined && one !== '') as string[];
}

/** `request_credentials` as OpenID Connect says it. */
function plainPrompt(fields: Fields): Fields {
  const { request_credentials: wish, ...rest } = fields;
  switch (wish) {
    case 'silent':
      return { ...rest, prompt: 'none' };
    case 'required':
      ledgerNow().wantsToLeave = true;
      return { ...rest, prompt: 'login' };
    default:
      return rest;
  }
}

/** Some clients send a nonce with every request; without an identity token there is nothing to put it into. */
function plainNonce(fields: Fields): Fields {
  const { nonce, ...rest } = fields;
  const { scope } = rest;
  const isOpenId = typeof scope !== 'string' || scope.split(' ').includes('openid');
  return isOpenId || typeof nonce !== 'string' ? fields : rest;
}

async function formOf(authority: Authority, ctx: Context, text: string): Promise<Fields> {
  const fields: Fields = parse(text);
  // Mail servers send them empty beside Basic, and that is no second way to authenticate.
  for (const name of ['client_id', 'client_secret']) if (fields[name] === '') delete fields[name];
  publicBasic(ctx, fields);
  if (ctx.path === engineRoutes.device_authorization) readDeviceRequest(fields);
  const { scope } = fields;
  if (ctx.path === engineRoutes.token) {
    ledgerNow().askedResources = givenIn(fields.resource);
    delete fields.resource;
    // The engine compares words; which services they stand for is compared with the connection.
    if (typeof scope === 'string') {
      ledgerNow().askedScope = scope;
      Object.assign(fields, splitScope(fields));
    }
    delete fields[askedServices];
  }
  switch (ctx.path) {
    case engineRoutes.token:
      return hashVerifier(authority, clientIdOf(ctx, fields), fields);
    case engineRoutes.pushed_authorization_request:
      // A token in an address is asked for in the address itself.
      delete fields[answerWith];
      return plainRequest(authority, clientIdOf(ctx, fields), fields);
    default:
      return fields;
  }
}

const deviceFields: ReadonlySet<string> = new Set(['client_id', 'client_secret', 'scope', 'access_type']);

/**
 * A device says who it is and what for. The store keeps what it says until somebody has answered, so that nothing is kept
 * that means nothing (RFC 6749 §3.1): it could be a credential, in plain text.
 */
function readDeviceRequest(fields: Fields): void {
  for (const name of Object.keys(fields)) if (!deviceFields.has(name)) delete fields[name];
  if (fields.access_type !== 'offline') delete fields.access_type;
  Object.assign(fields, splitScope(fields));
}

/** What the engine keeps of a pushed request; how its client authenticates is not. */
function keptOf({ client_secret: _, ...kept }: Fields): Fields {
  return kept;
}

/** `id:` with nothing behind the colon is a public client that says its name (ui-spec §D rule 4). */
function publicBasic(ctx: Context, fields: Fields): void {
  const basic = readBasic(ctx);
  if (basic === undefined || basic.secret !== '') return;
  delete ctx.req.headers.authorization;
  fields.client_id ??= basic.id;
}

/** The client that a form is from, as it says itself: in the header, or in the form. */
function clientIdOf(ctx: Context, { client_id: id }: Fields): string | undefined {
  return readBasic(ctx)?.id ?? (typeof id === 'string' ? id : undefined);
}

/** What a client says of itself in the header, encoded as forms are (RFC 6749 §2.3.1); the secret as it came. */
function readBasic(ctx: Context): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(ctx.get('authorization'))?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { id: decode(text.slice(0, colon).replaceAll('+', ' ')), secret: text.slice(colon + 1) };
}

const bytesMax = 56 * 1024;

/** Absent where it is too long; the rest of it is not read. */
async function readText(stream: Readable): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += (chunk as Buffer).length;
    if (length > bytesMax) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuseLength(ctx: Context): void {
  ctx.set('connection', 'close');
  refuse(ctx, 413, { error: 'invalid_request', error_description: 'the body is too long' });
}

function refuse(ctx: Context, status: number, body: object): void {
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  ctx.body = body;
}
