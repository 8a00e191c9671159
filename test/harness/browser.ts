import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './tools.ts';

/** A page that remembers what it must never do: talk to another host, or complain on the console. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests that left the origin, and console messages, oldest first. */
  readonly complaints: readonly string[];
}

/** A real Chromium, without a window, and without its own traffic to the network. */
export function openBrowser(): Promise<Browser> {
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
    ],
  });
}

/** A fresh visitor of one origin. */
export async function visit(
  browser: Browser,
  origin: string,
  options: { readonly dark?: boolean; readonly width?: number; readonly scripts?: boolean } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    javaScriptEnabled: options.scripts ?? true,
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:') && !url.startsWith('blob:')) {
      complaints.push(`request to ${url}`);
    }
  });
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  return { page, context, complaints };
}
