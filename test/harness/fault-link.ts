import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A link to a server that a test may disturb: a TCP proxy on a port of its own.
 *
 * - **freeze**: what is sent, either way, is held; nothing ends and nothing is refused, as where packets are dropped.
 *   New connections are accepted and hear nothing.
 * - **cut**: connections break, and new ones are refused, as where a machine is gone.
 * - **heal**: everything passes again; what was held comes first.
 * - **forget**: what is connected now stays silent for ever, and what connects later passes, as behind a firewall
 *   that lost its memory.
 */
export interface FaultLink {
  readonly port: number;
  /** The same address by way of the link. */
  through(url: string): string;
  freeze(): void;
  /** Freezes when a client sends this text: what holds it does not arrive. Resolves when it has struck. */
  freezeAt(text: string): Promise<void>;
  forget(): void;
  cut(): Promise<void>;
  heal(): Promise<void>;
  /** Where connections lead from now on. */
  leadTo(port: number): void;
  /** How many connections there are. */
  readonly connections: number;
  close(): Promise<void>;
}

/** One connection: the two sockets of it, and whether what one says is held before the other. */
interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  isHeld: boolean;
  /** What was said while it was held, in order. */
  readonly held: (() => void)[];
}

export async function openFaultLink(target: number): Promise<FaultLink> {
  const pairs = new Set<Pair>();
  const forgotten: Pair[] = [];
  let trap: { readonly text: string; readonly struck: () => void } | undefined;
  let isFrozen = false;
  let leadsTo = target;
  let listener = await listen(0);
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('a link has a port');
  const { port } = address;

  async function listen(at: number): Promise<Server> {
    const server = createServer({ allowHalfOpen: true }, join).listen(at, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  function join(client: Socket): void {
    const upstream = connect({ port: leadsTo, host: '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = { client, upstream, isHeld: isFrozen, held: [] };
    pairs.add(pair);
    client.on('data', (data: Buffer) => {
      if (trap === undefined || !data.includes(trap.text)) return;
      const { struck } = trap;
      freeze();
      struck();
    });
    pass(pair, client, upstream);
    pass(pair, upstream, client);
    for (const socket of [client, upstream])
      socket.setNoDelay(true).on('close', () => {
        if (client.destroyed && upstream.destroyed) pairs.delete(pair);
      });
  }

  function freeze(): void {
    trap = undefined;
    isFrozen = true;
    for (const pair of pairs) pair.isHeld = true;
  }

  async function heal(): Promise<void> {
    trap = undefined;
    isFrozen = false;
    for (const pair of pairs) {
      pair.isHeld = false;
      for (const say of pair.held.splice(0)) say();
    }
    if (!listener.listening) listener = await listen(port);
  }

  async function cut(): Promise<void> {
    const closed = once(listener, 'close');
    listener.close();
    // Not `resetAndDestroy()`: of a socket that is just being shut down it would keep Node from ever ending.
    for (const { client, upstream } of [...pairs, ...forgotten])
      for (const socket of [client, upstream]) socket.destroy();
    await closed;
  }

  return {
    port,
    through(url) {
      const address = new URL(url);
      address.port = String(port);
      return address.href;
    },
    freeze,
    freezeAt: (text) =>
      new Promise((struck) => {
        trap = { text, struck };
      }),
    forget() {
      freeze();
      forgotten.push(...pairs);
      pairs.clear();
      isFrozen = false;
    },
    cut,
    heal,
    leadTo(next) {
      leadsTo = next;
    },
    get connections() {
      return pairs.size;
    },
    async close() {
      if (listener.listening) await cut();
    },
  };
}

/** What one says the other hears, its end too, at once or when the two are held no more. */
function pass(pair: Pair, from: Socket, to: Socket): void {
  const say = (what: () => void) => (pair.isHeld ? void pair.held.push(what) : what());
  from.on('data', (data: Buffer) => say(() => to.write(data)));
  from.on('end', () => say(() => to.end()));
  from.on('error', () => undefined);
  from.on('close', () => say(() => to.destroySoon()));
}
