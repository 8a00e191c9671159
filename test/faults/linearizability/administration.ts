import { setTimeout as pause } from 'node:timers/promises';
import { administrator, setUp, signIn } from '../../harness/rest-client.ts';
import { type Connection, openConnection, type WireRequest } from './connection.ts';
import type { Fleet } from './fleet.ts';

/** What makes somebody or gives rights needs a sign-in of the last ten minutes. */
const signInEveryMilliseconds = 5 * 60_000;

/** Where the processes of the authority may be killed, arranging something takes several attempts. */
const attemptsMax = 200;

/** Whoever arranges the races: the administrator, with a session that is always fresh. */
export class Administration {
  readonly #fleet: Fleet;
  readonly #connections: readonly Connection[];
  #cookie: Promise<string>;
  #signedInAt = performance.now();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#connections = fleet.gates.map(openConnection);
    this.#cookie = setUp({ url: addressOf(fleet.gates[0]?.port), setUpCode: fleet.setUpCode });
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  /** A request of the administrator's, by its path at the REST API. */
  async request(method: WireRequest['method'], path: string, body?: object): Promise<WireRequest> {
    const at = { method, path: `/api/rest/${path}` };
    const headers = { cookie: await this.#freshCookie(), 'sec-fetch-site': 'same-origin' };
    if (body === undefined) return { ...at, headers };
    const json = { ...headers, 'content-type': 'application/json' };
    return { ...at, headers: json, body: JSON.stringify(body) };
  }

  /** Arranges something, at whichever process answers; `body` makes another one for each attempt. */
  // biome-ignore lint/suspicious/noExplicitAny: answers differ with the path.
  async arrange(path: string, body: () => object): Promise<any> {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const connection = this.#connections[attempt % this.#connections.length];
      const answer = await connection?.ask(await this.request('POST', path, body()));
      if (answer === undefined) await pause(50);
      else if (answer.status === 200) return JSON.parse(answer.text);
      else throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    }
    throw new Error(`POST ${path} was not answered`);
  }

  #freshCookie(): Promise<string> {
    const now = performance.now();
    if (now - this.#signedInAt > signInEveryMilliseconds) {
      this.#signedInAt = now;
      this.#cookie = this.#signIn(0);
    }
    return this.#cookie;
  }

  async #signIn(attempt: number): Promise<string> {
    const { gates } = this.#fleet;
    const { login, password } = administrator;
    try {
      return await signIn(addressOf(gates[attempt % gates.length]?.port), login, password);
    } catch (error) {
      if (attempt >= attemptsMax) throw error;
      await pause(50);
      return this.#signIn(attempt + 1);
    }
  }
}

function addressOf(port: number | undefined): string {
  return `http://127.0.0.1:${port}`;
}
