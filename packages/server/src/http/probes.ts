import { openApiDocument } from '@countersign/api';
import type { FastifyInstance } from 'fastify';
import type { Authority } from '../authority.ts';
import { isRegistrationOn } from '../oauth/register-applications.ts';
import { sendMethodRefusal } from '../rest/send.ts';
import { version } from '../version.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';

/**
 * `/livez` says that the process runs and asks nobody; `/readyz` says that requests can be answered, and says
 * no first when the server is about to stop. Beside them the description of the API.
 */
export function registerProbes(app: FastifyInstance, authority: Authority, isDraining: () => boolean): void {
  app.get('/livez', async (_request, reply) =>
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('ok'),
  );
  app.get('/readyz', async (_request, reply) => {
    const ready = !isDraining() && (await canAsk(authority));
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8');
    return ready ? reply.send('ok') : reply.code(503).header('retry-after', '2').send('not ready');
  });
  const { settings } = authority;
  const off = isRegistrationOn(settings) ? [] : (['clients.register'] as const);
  const document = JSON.stringify(openApiDocument({ publicUrl: settings.publicUrl.href, version, off }));
  app.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  for (const path of ['/livez', '/readyz', '/openapi.json'])
    refuseOtherMethods(app, path, ['GET'], sendMethodRefusal);
}

async function canAsk(authority: Authority): Promise<boolean> {
  try {
    await authority.store.ping();
    return true;
  } catch {
    return false;
  }
}
