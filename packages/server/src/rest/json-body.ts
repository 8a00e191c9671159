import { parseJson } from '@countersign/api';
import { type FieldRule, malformed, type Refusal } from '@countersign/core';
import type { FastifyInstance } from 'fastify';

/** A body that could not be read; the error handler answers its refusal. */
export class UnreadableBody extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('unreadable request body');
    this.refusal = refusal;
  }
}

/** JSON in strict UTF-8 and nothing else: a key given twice, or bytes that are no text, are refused by name. */
export function readJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: string | Buffer) => {
      const reading = parseJson(decode(bytes));
      if (reading.ok) return reading.value;
      const [first = { field: 'body', rule: 'must be valid JSON' }, ...rest] = reading.errors;
      const fields: readonly [FieldRule, ...FieldRule[]] = [first, ...rest];
      throw new UnreadableBody({ kind: 'malformed', fields });
    },
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: string | Buffer): string {
  if (typeof bytes === 'string') return bytes;
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadableBody(malformed('body', 'must be UTF-8'));
  }
}
