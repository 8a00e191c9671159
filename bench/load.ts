/** One burst of requests against one server. */
export interface LoadPlan {
  readonly port: number;
  /** Whole requests as they go over the wire, sent in turn over all connections. */
  readonly requests: readonly string[];
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
  /** Processor time the generator itself used. */
  readonly generatorCpuSeconds: number;
}

/** A program that makes load. */
export interface LoadGenerator {
  readonly name: string;
  run(plan: LoadPlan): Promise<LoadFigures>;
}
