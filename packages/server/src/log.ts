import type { FastifyBaseLogger } from 'fastify';

/** Where operators read what happened: JSON lines. Never a secret, never a request's target or body. */
export type Log = FastifyBaseLogger;
