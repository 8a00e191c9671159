/** Takes the pictures of the README from a running authority: `npm run pictures`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, visit } from '../test/harness/browser.ts';
import { introspect, issueToken, registerService, setUp } from '../test/harness/rest-client.ts';
import { startAuthority } from '../test/harness/running-authority.ts';
import { root } from './root.mjs';

const folder = join(root, 'docs', 'pictures');
mkdirSync(folder, { recursive: true });
const authority = await startAuthority();
const browser = await openBrowser();
try {
  const cookie = await setUp(authority);
  const [wiki, tracker] = [
    await registerService(authority.url, cookie, 'wiki', 'Team Wiki'),
    await registerService(authority.url, cookie, 'tracker', 'Issue Tracker'),
  ];
  const inDays = (days: number) => Date.now() + days * 86_400_000;
  await issueToken(authority.url, cookie, [tracker.id], { name: 'release notes', expires: inDays(340) });
  const nightly = await issueToken(authority.url, cookie, [wiki.id, tracker.id], {
    name: 'nightly export',
    expires: inDays(84),
  });
  await issueToken(authority.url, cookie, [wiki.id], { name: 'laptop', expires: inDays(5) });
  for (let i = 0; i < 12; i++) await introspect(authority.url, wiki, nightly.token);

  const { page, context } = await visit(browser, authority.url);
  await page.setViewportSize({ width: 1280, height: 470 });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: authority.url }]);
  await page.goto(`${authority.url}/account/security`);
  await page.getByRole('row', { name: /nightly export/ }).waitFor();
  await page.screenshot({ path: join(folder, 'account-security.png') });
} finally {
  await browser.close();
  await authority.stop();
}
