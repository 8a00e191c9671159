import { platform } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { WorkingParts } from '../compose.ts';
import { createApp } from '../http/create-app.ts';
import { type Duties, startBackgroundJobs } from '../jobs/background-jobs.ts';
import type { Log } from '../log.ts';

/** A process that answers requests, or watches over those that do. */
export interface Answering {
  /** Finishes what it began, writes what it gathered and closes the store. */
  stop(): Promise<void>;
}

/**
 * How workers share a port. Where the system spreads connections itself, each worker has a socket of its own: with one
 * that dies its connections end, and nobody waits for it. Elsewhere the primary hands connections out (`node:cluster`),
 * and one that it had just handed to a worker that dies is answered by nobody.
 */
const sharedPort = new Set(['linux', 'freebsd', 'sunos', 'aix']).has(platform()) ? { reusePort: true } : {};

/** Listens, and does beside that what the process is there for. */
export async function answerRequests(
  parts: WorkingParts,
  { log, stop, duties }: { readonly log: Log; readonly stop: AbortSignal; readonly duties: Duties },
): Promise<Answering> {
  const { authority } = parts;
  const { host, port } = authority.settings.listen;
  const jobs = startBackgroundJobs(parts, log, duties);
  const app = await createApp(authority, log, () => stop.aborted);
  await app.listen({ host, port, ...(duties === 'own-process' && sharedPort) });
  return {
    stop: async () => {
      await shutDown(app);
      await jobs.stop();
      await authority.store.close();
    },
  };
}

/** Lets requests in flight finish; idle connections are closed. */
async function shutDown(app: FastifyInstance): Promise<void> {
  const forced = setTimeout(() => app.server.closeAllConnections(), 10_000);
  await app.close();
  clearTimeout(forced);
}
