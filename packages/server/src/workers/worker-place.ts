import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Log } from '../log.ts';
import { workerVariable } from './join-primary.ts';
import type { PrimaryMessage, WorkerMessage } from './messages.ts';
import { restartAfter } from './restart-pause.ts';

/** Longer than a worker takes to let its requests finish and to wait for its turn to write. */
const stopMillisecondsMax = 30_000;

/** What a place needs of the primary. */
export interface PlacePorts {
  readonly log: Log;
  readonly beginning: PrimaryMessage;
  /** Called each time that a worker of this place answers requests. */
  readonly onReady: (place: WorkerPlace) => void;
  /** Called when a worker ended before any of this place ever answered: there is something that stays wrong. */
  readonly onFailed: () => void;
}

/** A place for one worker: whoever dies in it is replaced, until it is closed. */
export class WorkerPlace {
  readonly #ports: PlacePorts;
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #shortLives = 0;
  #wasReady = false;
  #isClosed = false;

  constructor(ports: PlacePorts) {
    this.#ports = ports;
    this.#start();
  }

  get wasReady(): boolean {
    return this.#wasReady;
  }

  tell(message: PrimaryMessage): void {
    // Whoever is just dying hears nothing, and is replaced.
    if (this.#worker?.isConnected()) this.#worker.send(message, () => undefined);
  }

  /** Asks the worker to end, and waits until it has. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    this.tell({ kind: 'stop' });
    const forced = setTimeout(() => worker.process.kill('SIGKILL'), stopMillisecondsMax);
    await ended;
    clearTimeout(forced);
  }

  #start(): void {
    const startedAt = performance.now();
    const worker = cluster.fork({ [workerVariable]: '1' });
    this.#worker = worker;
    worker.on('message', (message: WorkerMessage) => this.#hear(message));
    // Without a listener, a message that cannot be sent any more would end the primary.
    worker.on('error', () => undefined);
    worker.on('exit', (code, signal) => this.#end({ worker, code, signal, startedAt }));
  }

  #hear(message: WorkerMessage): void {
    switch (message.kind) {
      case 'started':
        this.tell(this.#ports.beginning);
        if (this.#isClosed) this.tell({ kind: 'stop' });
        break;
      case 'ready':
        this.#wasReady = true;
        this.#ports.log.info({ worker: this.#worker?.process.pid }, 'a worker answers');
        this.#ports.onReady(this);
        break;
      default:
        message satisfies never;
    }
  }

  #end(death: {
    readonly worker: Worker;
    readonly code: number | null;
    readonly signal: string | null;
    readonly startedAt: number;
  }): void {
    this.#worker = undefined;
    const how = { worker: death.worker.process.pid, code: death.code, signal: death.signal };
    if (this.#isClosed) {
      if (death.code !== 0) this.#ports.log.error(how, 'a worker did not end as it should');
      return;
    }
    if (!this.#wasReady) {
      this.#ports.onFailed();
      return;
    }
    const { shortLives, pauseMilliseconds } = restartAfter(
      this.#shortLives,
      performance.now() - death.startedAt,
    );
    this.#shortLives = shortLives;
    this.#ports.log.error({ ...how, pauseMilliseconds }, 'a worker ended and is replaced');
    this.#restart = setTimeout(() => this.#start(), pauseMilliseconds);
  }
}
