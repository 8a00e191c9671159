import { join } from 'node:path';
import { test } from 'node:test';
import { openBrowser } from '../harness/browser.ts';
import { dumpDatabase } from '../harness/dump-database.ts';
import { startPostgres } from '../harness/postgres-server.ts';
import { startAuthority } from '../harness/running-authority.ts';
import { startNginx } from '../harness/running-nginx.ts';
import { skipWithout } from '../harness/tools.ts';
import { walkTheJourney } from './journey.ts';

const skip = skipWithout('chromium') || skipWithout('nginx');

test('the same walk, with PostgreSQL chosen by configuration', { skip }, async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.createDatabase();
  const authority = await startAuthority({ databaseUrl });
  t.after(() => authority.stop());
  const nginx = await startNginx({ authorityUrl: authority.url });
  t.after(() => nginx.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());
  await walkTheJourney(authority, nginx, browser);
  await dumpDatabase(databaseUrl, join(authority.dataFolder, 'postgres.dump'));
});
