import { type Demand, decideEntry, type Verifies } from './gate.ts';
import type { Principal } from './verdict.ts';

interface ExpressRequest {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** The client's, as the application's own setting `trust proxy` has it. */
  readonly ip?: string | undefined;
  principal?: Principal;
}

interface ExpressResponse {
  readonly headersSent: boolean;
  status(code: number): ExpressResponse;
  set(headers: Readonly<Record<string, string>>): ExpressResponse;
  json(body: object): unknown;
}

/** A middleware for Express that lets in whoever has a good credential, as `request.principal`. */
export function expressGate(verifier: Verifies, demand?: Demand) {
  return (request: ExpressRequest, response: ExpressResponse, next: (error?: unknown) => void): void => {
    const answer = async (): Promise<void> => {
      const { headers, ip } = request;
      const visitor = { address: ip, userAgent: headers['user-agent'] };
      const entry = await decideEntry(verifier, headers.authorization, demand, visitor);
      // Somebody may have given up meanwhile, and answered.
      if (response.headersSent) return;
      if (entry.kind === 'refused') {
        response.status(entry.status).set(entry.headers).json(entry.body);
        return;
      }
      request.principal = entry.principal;
      next();
    };
    answer().catch(next);
  };
}
