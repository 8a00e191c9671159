import type { FastifyInstance } from 'fastify';
import { formOf } from './form-body.ts';
import type { PageDeps } from './page-deps.ts';
import { enterSession, passkeySignInPath, returnPathIn } from './session-entry.ts';
import { refusePasskeySignIn } from './sign-in-page.ts';

export function registerPasskeySignIn(app: FastifyInstance, deps: PageDeps): void {
  app.get(passkeySignInPath, async (_request, reply) =>
    reply.redirect(`${deps.publicUrl.basePath}/sign-in`, 303),
  );

  app.post(passkeySignInPath, async (request, reply) => {
    const returnPath = returnPathIn(request, deps);
    const answer = formOf(request).get('passkey') ?? '';
    const started = await deps.signInWithPasskey(deps.originOf(request), answer);
    return started.ok
      ? enterSession(request, reply, deps, started.value, returnPath, (refusal) =>
          refusePasskeySignIn(reply, deps, returnPath, refusal),
        )
      : refusePasskeySignIn(reply, deps, returnPath, started.refusal);
  });
}
