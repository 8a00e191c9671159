import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import { visit } from './browser.ts';

/** On a desk and on a phone; in each the theme changes under the page, as it does in the evening. */
const widths = [1280, 390];
const themes = [
  { name: 'light', rules: undefined },
  // Of what axe looks for, a theme changes contrast alone.
  { name: 'dark', rules: ['color-contrast'] },
] as const;

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

/**
 * Opens a page and looks at it in each width and theme: axe finds nothing, nothing scrolls sideways, the console is
 * silent. It is opened once, as only styles ask how wide the window is.
 */
export async function examine({ browser, url, path, cookie, state }: Examination): Promise<void> {
  const { page, context, complaints, leave } = await visit(browser, url);
  if (cookie !== undefined) await context.addCookies([asCookie(cookie, url)]);
  // Without motion from the beginning, so that no colour is looked at half way: what has begun to move goes on.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url}${path}`);
  await state(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    for (const { name: theme, rules } of themes) {
      await page.emulateMedia({ colorScheme: theme });
      const where = `${path} ${theme} ${width}`;
      assert.deepEqual(await findViolations(page, rules), [], where);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${where} scrolls sideways by ${overflow}`);
    }
  }
  assert.deepEqual(complaints, [], path);
  await leave();
}

/** A session's cookie header, as a browser takes it. */
export function asCookie(pair: string, url: string): { name: string; value: string; url: string } {
  const [name = '', value = ''] = pair.split('=');
  return { name, value, url };
}
