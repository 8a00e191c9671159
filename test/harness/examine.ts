import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { visit } from './browser.ts';

/** How a page is looked at: in both themes, on a desk and on a phone. */
const looks = [
  { dark: false, width: 1280 },
  { dark: true, width: 1280 },
  { dark: false, width: 390 },
  { dark: true, width: 390 },
];

export interface Examination {
  readonly browser: Browser;
  /** Of the authority. */
  readonly url: string;
  readonly path: string;
  /** The session of whoever looks; without one, nobody is signed in. */
  readonly cookie?: string | undefined;
  /** Brings the page into the state that is examined. */
  readonly state: (page: Page) => Promise<unknown>;
}

/** Opens a page in each look: axe finds nothing, nothing scrolls sideways, the console is silent. */
export async function examine({ browser, url, path, cookie, state }: Examination): Promise<void> {
  for (const look of looks) {
    const { page, context, complaints } = await visit(browser, url, look);
    if (cookie !== undefined) await context.addCookies([asCookie(cookie, url)]);
    await page.goto(`${url}${path}`);
    await state(page);
    const where = `${path} ${look.dark ? 'dark' : 'light'} ${look.width}`;
    assert.deepEqual(await findViolations(page), [], where);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${where} scrolls sideways by ${overflow}`);
    assert.deepEqual(complaints, [], where);
    await context.close();
  }
}

/** A session's cookie header, as a browser takes it. */
export function asCookie(pair: string, url: string): { name: string; value: string; url: string } {
  const [name = '', value = ''] = pair.split('=');
  return { name, value, url };
}
