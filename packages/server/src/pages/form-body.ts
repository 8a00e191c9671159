import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseForm } from '../verify/form.ts';

/** The fields of a form, each given once. */
export type Form = ReadonlyMap<string, string>;

const formBytesMax = 16 * 1024;

/** A form that cannot be read; the status is Fastify's way to say whose fault it is. */
class UnreadableForm extends Error {
  readonly statusCode = 400;
}

/** Lets the routes of `app` read forms, and nothing else: no page takes JSON or plain text. */
export function readFormBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: formBytesMax },
    async (_request: unknown, bytes: string | Buffer) => readForm(bytes),
  );
}

/** The form of a request; one without a body is an empty form. */
export function formOf(request: FastifyRequest): Form {
  return request.body instanceof Map ? request.body : new Map();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readForm(bytes: string | Buffer): Form {
  const form = parseForm(typeof bytes === 'string' ? bytes : decode(bytes));
  if (form === undefined) throw new UnreadableForm('a field stands twice, or its encoding is broken');
  return form;
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadableForm('the body is not UTF-8');
  }
}
