import { Socket } from 'node:net';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { StoreUnavailable } from '../failures.ts';

/**
 * The connections of this process to its server, which share one link and one fate. Where packets are dropped, none of
 * them is told: a connection whose peer forgot it stays open, and what waits for its answer waits for the longest
 * timeout there is. So when a check, which waits least, hears nothing, all of them are given up together: what was
 * under way fails at once, and what comes next connects anew. The same where another server has taken the place of this
 * one: nothing that is connected to the older one may be asked any more.
 */
export class ServerLink {
  readonly #sockets = new Set<Socket>();
  #timeline = '';

  /** A socket for the driver to connect. */
  open(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }

  /** Gives up all connections; none where one was heard in this turn: then it was this process that was late. */
  async giveUp(): Promise<void> {
    const heard = [...this.#sockets].map((socket) => ({ socket, bytes: socket.bytesRead }));
    await endOfTurn();
    if (heard.some(({ socket, bytes }) => socket.bytesRead !== bytes)) return;
    this.#endAll();
  }

  /**
   * Takes note of a server that answered, by its timeline: eight hexadecimal digits that grow when a standby is
   * promoted; null on a server that is in recovery. Throws where another one answered before that is newer.
   */
  follow(timeline: string | null): void {
    if (timeline === null || timeline < this.#timeline)
      throw new StoreUnavailable('PostgreSQL is in recovery, or on an older timeline than before');
    if (timeline === this.#timeline) return;
    const isFirst = this.#timeline === '';
    this.#timeline = timeline;
    if (!isFirst) this.#endAll();
  }

  #endAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
