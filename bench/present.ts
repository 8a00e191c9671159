import type { DecisionCost } from './decision-cost.ts';
import type { Burst } from './measure.ts';

/** One question's figures: the medians over the rounds. */
export interface Row {
  readonly question: string;
  readonly authority: Burst;
  readonly bare: Burst;
  /** Of requests per second, taken within each round. */
  readonly ratio: number;
  /** How much of the authority's processor time per request the bare server needs. */
  readonly cpuRatio: number;
}

export interface BenchFigures {
  readonly generator: string;
  readonly conditions: readonly string[];
  readonly rows: readonly Row[];
  readonly decision: DecisionCost;
}

/** Below this the server was waiting, and the rate says more of the generator than of it. */
export const busyMin = 0.95;

export function presentTable({ generator, conditions, rows, decision }: BenchFigures): string {
  const lines = [
    ...conditions,
    '',
    line('', 'per second', 'p50 ms', 'p99 ms', 'CPU µs', 'server', generator, 'of bare', 'by CPU'),
  ];
  for (const { question, authority, bare, ratio, cpuRatio } of rows) {
    lines.push(line(`bare, ${question}`, ...cells(bare), '', ''));
    lines.push(line(question, ...cells(authority), ratio.toFixed(2), cpuRatio.toFixed(2)));
  }
  const waiting = rows.flatMap(({ question, authority, bare }) => [
    ...(bare.serverBusy < busyMin ? [`bare, ${question}`] : []),
    ...(authority.serverBusy < busyMin ? [question] : []),
  ]);
  if (waiting.length > 0) {
    lines.push('', `Not at the server's limit, so read "by CPU": ${waiting.join('; ')}.`);
  }
  lines.push(
    '',
    `The pure decision alone: ${decision.decide.toFixed(0)} ns`,
    `Shape, digest, facts in memory, decision: ${(decision.checkWarm / 1e3).toFixed(2)} µs`,
    `The same with the proof of freshness: ${(decision.proveAndCheckWarm / 1e3).toFixed(2)} µs`,
  );
  return lines.join('\n');
}

function cells(burst: Burst): string[] {
  return [
    burst.perSecond.toFixed(0),
    burst.p50Milliseconds.toFixed(1),
    burst.p99Milliseconds.toFixed(1),
    burst.cpuMicroseconds.toFixed(1),
    percent(burst.serverBusy),
    percent(burst.generatorBusy),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function line(name: string, ...columns: readonly string[]): string {
  return (name.padEnd(22) + columns.map((text) => text.padStart(11)).join('')).trimEnd();
}
