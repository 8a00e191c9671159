/**
 * `npm run bench:peers -- [--rounds 5] [--seconds 3] [--generator wrk|autocannon] [--only glewlwyd] [--json]`
 *
 * What a check costs here and at other programs that answer the same question, each beside a bare node:http server that
 * reads the same request and gives the same answer. All run from the beginning to the end, and take turns within each
 * round. What has to be installed for it is installed by this command and by no other.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../../test/faults/clear-run-folder.ts';
import { newDataFolder } from '../../test/harness/run-folder.ts';
import { distinctTokens, makeLoadedFolder, startLoaded, storedTokens } from '../authority-under-load.ts';
import { autocannonGenerator } from '../autocannon-generator.ts';
import { makePairs } from '../contenders.ts';
import { interleave } from '../interleave.ts';
import type { Contender } from '../measure.ts';
import { findPinningObstacle, pin, serverCore } from '../pinning.ts';
import { mixUnknown, unknownEvery } from '../request-mix.ts';
import { repeatable, startBareServers, type Target } from '../targets.ts';
import { findWrk } from '../wrk-generator.ts';
import { betterAuth } from './better-auth.ts';
import { contend } from './contend.ts';
import { djangoToolkit } from './django-oauth-toolkit.ts';
import { glewlwyd } from './glewlwyd.ts';
import { installPeers } from './install.ts';
import { oidcProvider } from './oidc-provider.ts';
import { endWithUs } from './peer.ts';
import { presentPeers } from './present.ts';
import { compare } from './standing.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    generator: { type: 'string' },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});
const generator = (values.generator === 'autocannon' ? undefined : findWrk()) ?? autocannonGenerator;
const obstacle = findPinningObstacle();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

installPeers();
const asked = [betterAuth, oidcProvider, glewlwyd, djangoToolkit].filter(
  ({ name }) => values.only?.includes(name) ?? true,
);
const present = asked.filter((peer) => peer.findMissing() === undefined);
const leftOut = asked.flatMap((peer) => {
  const missing = peer.findMissing();
  return missing === undefined ? [] : [`${peer.name} is left out: ${missing} is not here.`];
});
for (const line of leftOut) console.error(line);

const loaded = await makeLoadedFolder();
const authority = await startLoaded(loaded);
endWithUs(authority.process);
const ours: Target = { port: Number(new URL(authority.url).port), pid: authority.process.pid };
const { pairs, bareProcess } = await makePairs(ours, mixUnknown(loaded.presented));
endWithUs(bareProcess);

const started = [];
for (const peer of present) {
  console.error(`Starting ${peer.name}.`);
  const folder = join(newDataFolder(), peer.name);
  mkdirSync(folder);
  const running = await peer.start(folder, { stored: storedTokens, distinct: distinctTokens });
  started.push({ peer, running, ...(await contend(peer.name, running)) });
}
const twins = await startBareServers(started.map(({ goodAnswer }) => repeatable(goodAnswer)));
endWithUs(twins.process);

const contests = [
  ...pairs
    .filter(({ question }) => question !== 'users/me')
    .map(({ question, bare, authority: contender, answerBytes }) => ({
      name: `Countersign, ${question}`,
      bare,
      contender,
      answerBytes,
    })),
  ...started.map(({ peer: { name }, running, requests, goodAnswer }, index) => {
    const target = twins.targets[index];
    if (target === undefined) throw new Error('a bare server did not start');
    const asItIs = (of: string, at: Target): Contender => ({
      name: of,
      target: at,
      requests,
      refusesUnknown: false,
    });
    return {
      name,
      bare: asItIs(`bare ${name}`, target),
      contender: asItIs(name, running.target),
      answerBytes: Buffer.byteLength(goodAnswer.body),
    };
  }),
];
if (obstacle === undefined) {
  const pids = contests.flatMap(({ bare, contender }) => [bare.target.pid, contender.target.pid]);
  for (const pid of new Set(pids)) pin(pid, serverCore);
}
const bursts = await interleave(
  contests.flatMap(({ bare, contender }) => [bare, contender]),
  {
    generator,
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    isPinned: obstacle === undefined,
  },
);
for (const { running } of started) await running.stop();
await authority.stop();

const standings = compare(contests, bursts);
const conditions = [
  `Each keeps ${storedTokens} tokens, of which ${distinctTokens} are asked for in turn; one in ${unknownEvery} is unknown.`,
  `64 connections, kept alive; load from ${generator.name}; medians of ${values.rounds} rounds of ${values.seconds} s.`,
  obstacle === undefined
    ? 'Servers on one core, the generator on another.'
    : `Servers and generator share cores, because ${obstacle}: the figures say little.`,
  ...started.map(({ peer }) => `${peer.name}: ${peer.setting}.`),
  ...leftOut,
];
console.log(
  values.json ? JSON.stringify({ conditions, standings }, null, 2) : presentPeers(conditions, standings),
);
clearRunFolder(true);
process.exit(0);
