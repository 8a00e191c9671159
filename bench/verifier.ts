/**
 * `npm run verifier-bench -- [--tokens 100000] [--rounds 7]`
 *
 * What a check inside a service costs, on one core, with every token remembered: beside it what hashing the same tokens
 * costs, which every check pays, and what looking at their form does. Rounds take turns; of everything the median is told.
 */
import { hash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { Verifier } from '@countersign/sdk';
import { median } from './median.ts';

const { values } = parseArgs({
  options: { tokens: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '7' } },
});
const rounds = Number(values.rounds);
const tokens = Array.from({ length: Number(values.tokens) }, newToken);

const verifier = new Verifier({
  url: 'https://auth.example.test',
  service: { id: 'bench', secret: 'none' },
  memory: tokens.length * 2,
  fetch: async (url, { body, signal }) => {
    if (!url.endsWith('/changes'))
      return Response.json(good(new URLSearchParams(String(body)).get('token') ?? ''));
    const isFirst = !String(body).includes('after');
    if (!isFirst) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    return Response.json({ position: '1', bound: 60, forget: [] });
  },
});
const headers = tokens.map((token) => `Bearer ${token}`);
await verifier.check({ scheme: 'bearer', token: tokens[0] ?? '' });
await new Promise((resolve) => setTimeout(resolve, 100));
for (const token of tokens) await verifier.check({ scheme: 'bearer', token });

const contenders: Readonly<Record<string, () => void>> = {
  'a check, of the header of a request': () => {
    for (const header of headers)
      if (verifier.checkAuthorization(header) instanceof Promise) throw new Error('asked');
  },
  'SHA-256 of the token alone': () => {
    for (const token of tokens) hash('sha256', token, 'base64url');
  },
  'looking it up in a map by its text alone': () => {
    for (const token of tokens) if (!byText.has(token)) throw new Error('absent');
  },
};
const byText = new Map(tokens.map((token) => [token, true]));
const taken = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = process.hrtime.bigint();
    run();
    const each = Number(process.hrtime.bigint() - start) / tokens.length;
    if (round > 0) taken.get(name)?.push(each);
  }
}
await verifier.close();

const medians = Object.fromEntries([...taken].map(([name, each]) => [name, median(each)]));
const [check = Number.NaN, hashing = Number.NaN] = Object.values(medians);
console.log(
  `${tokens.length} tokens, all remembered, asked for in turn; medians of ${rounds} rounds; one core.\n`,
);
for (const [name, nanoseconds] of Object.entries(medians))
  console.log(
    `${name.padEnd(44)} ${nanoseconds.toFixed(0).padStart(6)} ns ${Math.round(1e9 / nanoseconds)
      .toLocaleString('en')
      .padStart(12)} a second`,
  );
console.log(`\nOf a check, hashing is ${Math.round((hashing / check) * 100)} %.`);

function good(token: string): object {
  return {
    active: true,
    sub: 'somebody',
    username: 'somebody',
    token_type: 'Bearer',
    jti: token.slice(8, 20),
    permissions: [],
    remember: { position: '1', seconds: 300, depends_on: [token.slice(8, 30), token.slice(20, 40)] },
  };
}

function newToken(): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const body = `csn_pat_${[...randomBytes(43)].map((byte) => alphabet.charAt(byte % 62)).join('')}`;
  let rest = crc32(body);
  let digits = '';
  for (let index = 0; index < 6; index++) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return body + digits;
}
