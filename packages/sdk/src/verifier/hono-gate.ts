import { type Demand, decideEntry, type Verifies } from './gate.ts';
import type { Principal } from './verdict.ts';

interface HonoContext {
  readonly req: { header(name: string): string | undefined };
  set(name: 'principal', value: Principal): void;
  json(body: object, status: 401 | 403 | 503, headers: Record<string, string>): Response;
}

/**
 * A middleware for Hono that lets in whoever has a good credential, as `context.get('principal')`. Hono knows no address
 * of a client on every platform, so that none is told of its uses.
 */
export function honoGate(verifier: Verifies, demand?: Demand) {
  // biome-ignore lint/suspicious/noConfusingVoidType: what Hono's own middlewares answer.
  return async (context: HonoContext, next: () => Promise<void>): Promise<Response | void> => {
    const visitor = { userAgent: context.req.header('user-agent') };
    const entry = await decideEntry(verifier, context.req.header('authorization'), demand, visitor);
    if (entry.kind === 'refused') return context.json(entry.body, entry.status, { ...entry.headers });
    context.set('principal', entry.principal);
    return next();
  };
}
