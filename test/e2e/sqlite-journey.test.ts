import { test } from 'node:test';
import { openBrowser } from '../harness/browser.ts';
import { startAuthority } from '../harness/running-authority.ts';
import { startNginx } from '../harness/running-nginx.ts';
import { skipWithout } from '../harness/tools.ts';
import { walkTheJourney } from './journey.ts';

const skip = skipWithout('chromium') || skipWithout('nginx');

test('a newcomer walks the README on SQLite, from set-up to a token that stops opening the door', {
  skip,
}, async (t) => {
  const authority = await startAuthority();
  t.after(() => authority.stop());
  const nginx = await startNginx({ authorityUrl: authority.url });
  t.after(() => nginx.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());
  await walkTheJourney(authority, nginx, browser);
});
