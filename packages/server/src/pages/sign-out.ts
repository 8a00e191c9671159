import type { FastifyInstance } from 'fastify';
import type { SignOutRequests } from '../oauth/sign-out-request.ts';
import { formOf } from './form-body.ts';
import { readSignOut, signOut } from './logout-page.ts';
import type { PageDeps } from './page-deps.ts';

/**
 * Signs out, by a form alone: a link or an image must not be able to do it. Whoever is not signed in is told the same.
 * Who was asked on behalf of an application is led back to it.
 */
export function registerSignOut(app: FastifyInstance, deps: PageDeps, requests: SignOutRequests): void {
  app.post('/sign-out', async (request, reply) => {
    const asked = await readSignOut(request, reply, deps, requests, formOf(request));
    return asked === undefined ? reply : signOut(request, reply, deps, asked);
  });
}
