import { Agent, request } from 'node:http';

/** Where an authority is asked. */
export interface Gate {
  readonly name: string;
  readonly port: number;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}

/** One way to an authority. */
export interface Connection {
  /** Which one it is, for people. */
  readonly name: string;
  /** Resolves to nothing where no answer came, or one that is neither yes nor no: a used budget, a store that is away. */
  ask(request: WireRequest): Promise<WireAnswer | undefined>;
  close(): void;
}

const answerMillisecondsMax = 20_000;

/** Too many questions (429), and a store that cannot be asked (503). */
const undecided = new Set([429, 503]);

/**
 * One connection that is kept and carries one request at a time: which of several workers answers is settled when it is
 * opened. It is opened anew where it broke, and nothing is ever sent twice.
 */
export function openConnection({ name, port }: Gate): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    name,
    ask: ({ method, path, headers, body }) =>
      new Promise((resolve) => {
        const noAnswer = () => resolve(undefined);
        const length = body === undefined ? undefined : { 'content-length': Buffer.byteLength(body) };
        const sent = request(
          { agent, host: '127.0.0.1', port, method, path, headers: { ...headers, ...length } },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (piece: string) => {
              text += piece;
            });
            const { statusCode: status = 0 } = response;
            response.on('end', () => resolve(undecided.has(status) ? undefined : { status, text }));
            response.on('error', noAnswer);
          },
        );
        sent.setTimeout(answerMillisecondsMax, () => sent.destroy(new Error('no answer in time')));
        sent.on('error', noAnswer);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
