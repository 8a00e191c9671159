/** Takes the pictures of the README from the demo: `npm run pictures`. Every page in them is alive. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser, visit } from '../test/harness/browser.ts';
import { freePort } from '../test/harness/running-authority.ts';
import { administrator } from './demo/company.ts';
import { root } from './root.mjs';

const pictures = join(root, 'docs', 'pictures');
const password = 'only for the pictures of the readme';
mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'countersign-pictures-'));
const port = String(await freePort());
const url = `http://localhost:${port}`;
const demo = spawn(
  process.execPath,
  [fileURLToPath(new URL('./demo.ts', import.meta.url)), '--port', port, '--folder', join(folder, 'data')],
  { env: { ...process.env, COUNTERSIGN_DEMO_PASSWORD: password }, stdio: ['ignore', 'pipe', 'inherit'] },
);
await readUntilReady(demo);
const browser = await openBrowser();
try {
  const { page } = await visit(browser, url);
  await page.setViewportSize({ width: 1280, height: 760 });
  await page.goto(url);
  await page.getByLabel(/Login/).fill(administrator.login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Account Security' }).waitFor();
  await page.goto(`${url}/admin/users`);
  await page.getByRole('row', { name: /jane\.doe/ }).waitFor();
  await take(page, 'users');
  await page.getByRole('link', { name: 'Jane Doe' }).click();
  await page.getByRole('link', { name: 'Account Security' }).last().click();
  await page.getByRole('row', { name: /laptop CLI/ }).waitFor();
  await take(page, 'account-security');
  await page.getByRole('link', { name: 'Access', exact: true }).click();
  await page.getByText('Publish Package').waitFor();
  await take(page, 'access');
  await page.goto(`${url}/admin/audit`);
  await page.getByRole('row').nth(3).waitFor();
  await take(page, 'audit-log');
} finally {
  await browser.close();
  demo.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}

function readUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (/^Ready\.$/m.test(chunk.toString())) resolve();
    });
    child.once('exit', () => reject(new Error('the demo ended before it was ready')));
  });
}
