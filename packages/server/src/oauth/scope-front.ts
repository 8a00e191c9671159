import { unescape as decode, parse, stringify } from 'node:querystring';
import type { Readable } from 'node:stream';
import type { Context, Next } from 'koa';
import { engineRoutes } from './engine-routes.ts';
import { ledgerNow } from './request-ledger.ts';
import { askedServices, engineScope, readScope } from './scope-words.ts';

/**
 * Stands in front of the engine and puts a request into the form that it reads: services leave the scope for a parameter
 * of their own, and what clients of this dialect send that means nothing is left out. One place, so that the engine meets
 * one dialect (ui-spec §D).
 */
export async function front(ctx: Context, next: Next): Promise<void> {
  if (ctx.path === engineRoutes.authorization && ctx.method === 'GET')
    ctx.querystring = stringify(plainPrompt(splitScope(parse(ctx.querystring))));
  // A request that goes on is known by its cookie; the engine would look for its client in the query, and fall over it.
  if (ctx.path.startsWith(`${engineRoutes.authorization}/`)) ctx.querystring = '';
  if (ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded')) {
    const text = await readText(ctx.req);
    if (text === undefined) return refuseLength(ctx);
    rewriteForm(ctx, text);
  }
  await next();
}

type Fields = Record<string, string | string[] | undefined>;

/** The scope without services, and they beside it as they were asked for. A scope given twice is the engine's to refuse. */
function splitScope(fields: Fields): Fields {
  const { scope } = fields;
  const { [askedServices]: _, ...rest } = fields;
  if (typeof scope !== 'string') return rest;
  const { openId, services } = readScope(scope);
  const asked = services.map((one) => one.asked).join(' ');
  const words = engineScope({
    openId,
    services: services.map((one) => ({ id: '' as never, asked: one.asked })),
  });
  return { ...rest, scope: words, ...(asked !== '' && { [askedServices]: asked }) };
}

/** `request_credentials` as OpenID Connect says it. */
function plainPrompt(fields: Fields): Fields {
  const { request_credentials: wish, ...rest } = fields;
  switch (wish) {
    case 'silent':
      return { ...rest, prompt: 'none' };
    case 'required':
      return { ...rest, prompt: 'login' };
    default:
      return rest;
  }
}

function rewriteForm(ctx: Context, text: string): void {
  const fields: Fields = parse(text);
  // Mail servers send them empty beside Basic, and that is no second way to authenticate.
  for (const name of ['client_id', 'client_secret']) if (fields[name] === '') delete fields[name];
  publicBasic(ctx, fields);
  const { scope } = fields;
  if (ctx.path === engineRoutes.token && typeof scope === 'string') {
    ledgerNow().askedScope = scope;
    // The engine compares words; which services they stand for is compared with the connection.
    Object.assign(fields, splitScope(fields));
    delete fields[askedServices];
  }
  (ctx.req as { body?: Fields }).body = fields;
}

/** `id:` with nothing behind the colon is a public client that says its name (ui-spec §D rule 4). */
function publicBasic(ctx: Context, fields: Fields): void {
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(ctx.get('authorization'))?.[1];
  if (encoded === undefined) return;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  if (text.indexOf(':') !== text.length - 1) return;
  delete ctx.req.headers.authorization;
  // It is encoded as a form is (RFC 6749 §2.3.1).
  fields.client_id ??= decode(text.slice(0, -1).replaceAll('+', ' '));
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
  ctx.status = 413;
  ctx.set({ 'cache-control': 'no-store', connection: 'close' });
  ctx.body = { error: 'invalid_request', error_description: 'the body is too long' };
}
