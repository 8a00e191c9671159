import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FactsUnsettled } from '@countersign/core';
import Fastify, { type FastifyError } from 'fastify';
import { pino } from 'pino';
import { answerError } from './answer-error.ts';

/** What a route answers that throws. */
async function answerTo(error: Error) {
  const app = Fastify();
  const log = pino({ level: 'silent' });
  app.setErrorHandler((thrown: FastifyError, request, reply) => answerError(thrown, request, reply, '', log));
  app.get('/api/rest/users/me', async () => {
    throw error;
  });
  return app.inject({ url: '/api/rest/users/me' });
}

test('rights that changed too often to be read are neither a yes nor a no: come again', async () => {
  const answer = await answerTo(new FactsUnsettled());
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.headers['retry-after'], '2');
  assert.equal(answer.json().error, 'temporarily_unavailable');
});

test('a defect is told as one, without its words', async () => {
  const answer = await answerTo(new Error('canary of a defect'));
  assert.equal(answer.statusCode, 500);
  assert.equal(answer.headers['retry-after'], undefined);
  assert.doesNotMatch(answer.body, /canary/);
});
