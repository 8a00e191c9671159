import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  /** Zero when the other side hung up without a word. */
  readonly status: number;
  /** Names in lower case; of a repeated one, every value. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** Everything that came before the connection was closed, further answers included. */
  readonly wire: string;
}

/** Writes bytes to a port and reads until the other side closes. */
export function sendBytes(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.setTimeout(8_000, () => socket.destroy(new Error('the server neither answered nor hung up')));
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Reset after the answer: the server did not read all that was sent.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(parse(Buffer.concat(chunks)));
      else reject(error);
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(parse(Buffer.concat(chunks))));
  });
}

export interface RawRequest {
  readonly method?: string;
  readonly target: string;
  /** Lines as they are; Host and `Connection: close` are added unless `bare`. */
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly bare?: boolean;
}

/** Sends one request with the target and header lines exactly as given. */
export function sendRaw(port: number, request: RawRequest): Promise<RawAnswer> {
  const { method = 'GET', target, headers = [], body = '', bare = false } = request;
  const usual = bare ? [] : [`Host: localhost:${port}`, 'Connection: close'];
  const lines = [`${method} ${target} HTTP/1.1`, ...usual, ...headers];
  // One byte for each character, so that a test can send any byte there is.
  return sendBytes(port, Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
}

function parse(bytes: Buffer): RawAnswer {
  const wire = bytes.toString('latin1');
  const end = wire.indexOf('\r\n\r\n');
  if (end < 0) return { status: 0, headers: new Map(), body: '', wire };
  const [statusLine = '', ...lines] = wire.slice(0, end).split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body: wire.slice(end + 4), wire };
}
