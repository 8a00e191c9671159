import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openFaultLink } from '../../harness/fault-link.ts';
import { startPostgres } from '../../harness/postgres-server.ts';
import { assemble } from '../cast.ts';
import { TokenLedger } from '../token-ledger.ts';
import { startNode } from './nodes.ts';
import { manyRounds, surviveOutage } from './outage-scene.ts';

const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
const link = await openFaultLink(Number(new URL(databaseUrl).port));
const near = await startNode(databaseUrl);
const cast = await assemble(near, 4);
const nodes = [near, await startNode(link.through(databaseUrl), near), await startNode(databaseUrl, near)];
const ledger = new TokenLedger(join(near.dataFolder, 'ledger.jsonl'));
after(async () => {
  ledger.close();
  await link.close();
  await postgres.stop();
});

const faults = {
  'the link of one node is cut and healed': async () => {
    await link.cut();
    await pause(500);
    await link.heal();
  },
  'the link of one node is frozen, given up and healed': async () => {
    link.freeze();
    await pause(5_000);
    await link.heal();
  },
  'PostgreSQL is restarted in order': () => postgres.restart('fast'),
  'PostgreSQL ends as in a power failure, and is started again': () => postgres.restart('immediate'),
  'one of three nodes is killed and started again': async () => {
    const [, , victim] = nodes;
    assert.ok(victim !== undefined);
    await victim.kill();
    nodes[2] = await startNode(databaseUrl, near, victim);
  },
};

for (const [what, strike] of Object.entries(faults))
  test(`under load, when ${what}, no acknowledged write is lost and no revoked token accepted`, (t) =>
    surviveOutage({
      nodes,
      cast,
      ledger,
      rounds: manyRounds,
      strike,
      report: (line) => t.diagnostic(line),
    }));
