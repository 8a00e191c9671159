import { busyMin } from '../present.ts';
import type { Standing } from './standing.ts';

/** What our introspection has to reach, as a share of its bare twin and as multiples of two peers. */
const targets = [
  { of: 'Countersign, introspection', figure: 'ofBare', atLeast: 0.75, text: 'of bare' },
  { of: 'Countersign, introspection', figure: 'p99ToBare', atMost: 1.3, text: 'of the p99 of bare' },
  { of: 'oidc-provider', figure: 'ourMultiple', atLeast: 5, text: 'times oidc-provider' },
  { of: 'better-auth', figure: 'ourMultiple', atLeast: 20, text: 'times better-auth' },
] as const;

export function presentPeers(conditions: readonly string[], standings: readonly Standing[]): string {
  const header = [
    'per second',
    'of bare',
    'by CPU',
    'CPU µs',
    'p99 ms',
    'of bare',
    'busy',
    'bytes',
    'ours',
    'by CPU',
  ];
  return [
    ...conditions,
    '',
    line('', header),
    ...standings.flatMap((standing) => [bareLine(standing), ownLine(standing)]),
    ...waitingLines(standings),
    '',
    ...targets.flatMap((target) => {
      const found = standings.find(({ name }) => name === target.of);
      return found === undefined ? [] : [verdict(target, found[target.figure])];
    }),
  ].join('\n');
}

function waitingLines(standings: readonly Standing[]): readonly string[] {
  const waiting = standings.flatMap(({ name, figures, bare }) => [
    ...(bare.serverBusy < busyMin ? [`bare, ${name}`] : []),
    ...(figures.serverBusy < busyMin ? [name] : []),
  ]);
  return waiting.length === 0
    ? []
    : ['', `Not at the server's limit, so read "by CPU": ${waiting.join('; ')}.`];
}

function isOurs({ name }: Standing): boolean {
  return name.startsWith('Countersign');
}

function bareLine({ name, bare, answerBytes }: Standing): string {
  const { perSecond, cpuMicroseconds, p99Milliseconds, serverBusy } = bare;
  const rate = [perSecond.toFixed(0), '', '', cpuMicroseconds.toFixed(1)];
  return line(`  bare, ${name}`, [
    ...rate,
    p99Milliseconds.toFixed(1),
    '',
    percent(serverBusy),
    String(answerBytes),
  ]);
}

function ownLine(standing: Standing): string {
  const { perSecond, cpuMicroseconds, p99Milliseconds, serverBusy } = standing.figures;
  return line(standing.name, [
    perSecond.toFixed(0),
    standing.ofBare.toFixed(3),
    standing.ofBareByCpu.toFixed(3),
    cpuMicroseconds.toFixed(1),
    p99Milliseconds.toFixed(1),
    standing.p99ToBare.toFixed(2),
    percent(serverBusy),
    String(standing.answerBytes),
    ...(isOurs(standing) ? [] : [standing.ourMultiple.toFixed(1), standing.ourMultipleByCpu.toFixed(1)]),
  ]);
}

function verdict(target: (typeof targets)[number], found: number): string {
  const [bound, isMet] =
    'atLeast' in target
      ? [`at least ${target.atLeast}`, found >= target.atLeast]
      : [`at most ${target.atMost}`, found <= target.atMost];
  return `${isMet ? 'met' : 'MISSED'}: ${found.toFixed(2)} ${target.text}, wanted ${bound}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function line(name: string, columns: readonly string[]): string {
  return (name.padEnd(36) + columns.map((text) => text.padStart(11)).join('')).trimEnd();
}
