import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection to a port, on which requests are written as bytes and answers are read in turn. */
export class Conversation {
  readonly #socket: Socket;
  #unread = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(10_000, () => socket.destroy(new Error('the server neither answered nor hung up')));
    socket.on('data', (bytes: Buffer) => {
      this.#unread += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<Conversation> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Conversation(socket);
  }

  /** Whether the other side has hung up, or this one. */
  get isOver(): boolean {
    return this.#socket.destroyed || this.#socket.readableEnded;
  }

  write(bytes: string): void {
    this.#socket.write(Buffer.from(bytes, 'latin1'));
  }

  /** Says that nothing more is to come, and goes on reading. */
  endWriting(): void {
    this.#socket.end();
  }

  close(): void {
    this.#socket.destroy();
  }

  async over(): Promise<void> {
    while (!this.isOver) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** The next answer: its head and as much body as the head says. Throws where the other side hangs up before. */
  async answer(): Promise<string> {
    for (;;) {
      const end = this.#unread.indexOf('\r\n\r\n');
      const head = this.#unread.slice(0, end + 4);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (end >= 0 && this.#unread.length >= head.length + length) {
        const answer = this.#unread.slice(0, head.length + length);
        this.#unread = this.#unread.slice(answer.length);
        return answer;
      }
      if (this.isOver) throw new Error(`the connection ended after ${JSON.stringify(this.#unread)}`);
      await Promise.race([once(this.#socket, 'data'), once(this.#socket, 'close')]);
    }
  }
}
