import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** What reached the application, as the application saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** An application behind a door: it believes its headers, and answers with what it was told. */
export interface EchoApplication {
  readonly url: string;
  /** Everything that got through to it, oldest first. */
  readonly seen: readonly Seen[];
  stop(): Promise<void>;
}

export async function startEchoApplication(): Promise<EchoApplication> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    seen.push({ method, path, headers });
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method, path, headers }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the application has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
