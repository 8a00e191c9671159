/** A request as it goes over the wire. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One burst of requests against one server. */
export interface LoadPlan {
  readonly port: number;
  /** Sent in turn, over all connections. */
  readonly requests: readonly LoadRequest[];
  /** Which of them to begin with, counted from nought. */
  readonly first: number;
  readonly connections: number;
  readonly seconds: number;
  /** The core to run on, where processes can be given one. */
  readonly core: number | undefined;
}

export interface LoadFigures {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Answers that were neither 2xx nor 3xx. */
  readonly refused: number;
  /** Connections that broke and answers that never came. */
  readonly failed: number;
  /** Processor time that the generator itself used. */
  readonly generatorCpuSeconds: number;
}

/** A program that makes load. */
export interface LoadGenerator {
  readonly name: string;
  run(plan: LoadPlan): Promise<LoadFigures>;
}

/** A program's words, on the core that it shall run on. */
export function onCore(core: number | undefined, words: readonly [string, ...string[]]): [string, string[]] {
  if (core === undefined) return [words[0], words.slice(1)];
  return ['taskset', ['--cpu-list', String(core), ...words]];
}
