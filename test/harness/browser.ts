import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './tools.ts';

/** A page that remembers what it must never do: talk to another host, or complain on the console. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests that left the origin, and console messages, oldest first. */
  readonly complaints: readonly string[];
  /** Forgets everything the visitor had, and keeps the open page for the next one: a browser is slow to make one. */
  leave(): Promise<void>;
}

export interface VisitOptions {
  readonly dark?: boolean;
  readonly width?: number;
  readonly scripts?: boolean;
}

/** Pages that visitors left, by their browser. */
const leftPages = new WeakMap<Browser, { readonly page: Page; readonly scripts: boolean }[]>();

/** A real Chromium, without a window, and without its own traffic to the network. */
export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('no Chromium was found: see scripts/install-test-tools.mjs');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

/** A fresh visitor of one origin. */
export async function visit(
  browser: Browser,
  origin: string,
  { dark = false, width = 1280, scripts = true }: VisitOptions = {},
): Promise<WatchedPage> {
  const left = leftPages.get(browser) ?? [];
  leftPages.set(browser, left);
  const again = left.findIndex((one) => one.scripts === scripts);
  const page = left.splice(again, again < 0 ? 0 : 1)[0]?.page ?? (await openPage(browser, scripts));
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'no-preference' });
  return {
    page,
    context: page.context(),
    complaints: watch(page, origin),
    leave: async () => {
      await forget(page, origin);
      left.push({ page, scripts });
    },
  };
}

async function openPage(browser: Browser, scripts: boolean): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: scripts,
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

function watch(page: Page, origin: string): readonly string[] {
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:') && !url.startsWith('blob:')) {
      complaints.push(`request to ${url}`);
    }
  });
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  return complaints;
}

/** Takes from a browser what a visitor of an origin had: cookies, storage, tabs, and who listened to the page. */
async function forget(page: Page, origin: string): Promise<void> {
  const context = page.context();
  for (const tab of context.pages()) if (tab !== page) await tab.close();
  await page.removeAllListeners();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  if (page.url().startsWith(origin)) await page.evaluate('sessionStorage.clear()');
  await page.goto('about:blank');
  await context.clearCookies();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await devtools.detach();
}
