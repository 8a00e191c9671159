import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findViolations } from '../harness/axe.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { type RunningGallery, startGallery } from '../harness/running-gallery.ts';
import { skipWithout } from '../harness/tools.ts';

/** The widgets of the kit by themselves, under the production policy: what keys do, and what nobody may lose. */
const skip = skipWithout('chromium');
let gallery: RunningGallery;
let browser: Browser;

before(async () => {
  if (skip) return;
  gallery = await startGallery();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  gallery?.stop();
});

async function onGallery(act: (page: Page) => Promise<void>, look = {}): Promise<void> {
  const { page, complaints, leave } = await visit(browser, gallery.url, look);
  await page.goto(gallery.url);
  await page.getByRole('heading', { name: 'Kit' }).waitFor();
  await act(page);
  assert.deepEqual(complaints, []);
  await leave();
}

const said = (page: Page, name: string) => page.getByRole('status', { name }).first().innerText();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

test('every widget is clean in both themes and on a phone, and nothing scrolls sideways', {
  skip,
}, async () => {
  for (const dark of [false, true]) {
    for (const width of [1280, 360]) {
      await onGallery(
        async (page) => {
          assert.deepEqual(await findViolations(page), []);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          assert.ok(overflow <= 0, `scrolls sideways by ${overflow} at ${width}`);
        },
        { dark, width },
      );
    }
  }
});

test('a query is completed by keys alone, word after word, and searched with Enter', { skip }, async () => {
  await onGallery(async (page) => {
    const field = page.getByRole('combobox', { name: 'Search users' });
    await field.focus();
    await page.keyboard.type('i');
    await page.getByRole('option', { name: /^is/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await field.inputValue(), 'is: ');
    // The completed word asks for its values at once.
    await page.getByRole('option', { name: /^banned/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await field.inputValue(), 'is: banned ');
    assert.equal(await said(page, 'Searched'), '', 'completing searches nothing yet');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    assert.equal(await said(page, 'Searched'), 'is: banned');
  });
});

test('a suggestion goes in where the caret is, and the caret goes on after it', { skip }, async () => {
  await onGallery(async (page) => {
    const field = page.getByRole('combobox', { name: 'Search users' });
    await field.fill('is: b and login: x');
    await field.evaluate((input: HTMLInputElement) => input.setSelectionRange(5, 5));
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: /^bot/ }).click();
    assert.equal(await field.inputValue(), 'is: bot  and login: x');
    assert.equal(await field.evaluate((input: HTMLInputElement) => input.selectionStart), 8);
  });
});

test('Esc closes the suggestions and leaves the query alone, however often it is pressed', {
  skip,
}, async () => {
  await onGallery(async (page) => {
    const field = page.getByRole('combobox', { name: 'Search users' });
    await field.focus();
    await page.keyboard.type('lo');
    const option = page.getByRole('option', { name: /^login/ });
    await option.waitFor();
    await page.keyboard.press('Escape');
    await option.waitFor({ state: 'detached' });
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Escape');
    assert.equal(await field.inputValue(), 'lo');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    assert.equal(await field.inputValue(), '');
  });
});

test('Esc in a picker never takes away what is chosen, and at last closes the dialog around it', {
  skip,
}, async () => {
  await onGallery(async (page) => {
    await page.getByRole('button', { name: 'Choose…' }).click();
    const dialog = page.getByRole('dialog');
    const field = dialog.getByRole('combobox', { name: 'Members' });
    await field.fill('jan');
    await page.getByRole('option', { name: /Jane Doe/ }).click();
    await field.fill('night');
    await page.getByRole('option', { name: /Nightly builds/ }).click();
    const members = dialog.getByRole('status', { name: 'Chosen members' });
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    assert.equal(await members.innerText(), 'u-2 u-4');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});

test('a picker of one puts a new choice in place of the old, and only its cross empties it', {
  skip,
}, async () => {
  await onGallery(async (page) => {
    const field = page.getByRole('combobox', { name: 'Owner' });
    for (const [typed, name, id] of [
      ['ada', /Ada Lovelace/, 'u-1'],
      ['janet', /Janet Roe/, 'u-3'],
    ] as const) {
      await field.fill(typed);
      await page.getByRole('option', { name }).click();
      await page.getByRole('option').first().waitFor({ state: 'detached' });
      assert.equal(await said(page, 'Chosen owner'), id);
    }
    for (let i = 0; i < 3; i += 1) await field.press('Escape');
    assert.equal(await said(page, 'Chosen owner'), 'u-3');
    await page.getByRole('button', { name: 'Remove Janet Roe' }).click();
    assert.equal(await said(page, 'Chosen owner'), '');
  });
});

test('a search that fails says so in the list and keeps what is chosen', { skip }, async () => {
  await onGallery(async (page) => {
    const field = page.getByRole('combobox', { name: 'Members' });
    await field.fill('ada');
    await page.getByRole('option', { name: /Ada/ }).click();
    await field.fill('broken');
    await page.getByText('could not be searched').waitFor();
    await field.fill('nobody at all');
    await page.getByText('No user matches').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await said(page, 'Chosen members'), 'u-1');
  });
});

test('a button that cannot be pressed can be reached, says why, and does nothing', { skip }, async () => {
  await onGallery(async (page) => {
    const button = page.getByRole('button', { name: 'Delete user…' });
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    const reason = await button.evaluate(
      (one) => document.getElementById(one.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    assert.equal(reason, 'You lack Delete User in Global');
    await button.focus();
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Enter');
    await button.click({ force: true });
    assert.match(await page.getByRole('tooltip').innerText(), /You lack Delete User/);
    assert.equal(await said(page, 'Deleted'), 'no');
  });
});

test('a whole identity is deleted only by whoever types its name', { skip }, async () => {
  await onGallery(async (page) => {
    await page.getByRole('button', { name: 'Delete group…' }).click();
    const question = page.getByRole('alertdialog', { name: /Payments/ });
    await question.waitFor();
    assert.equal(await focused(page), 'Cancel');
    await question.getByRole('button', { name: 'Delete group' }).click();
    await question.getByText('Type the name Payments.').waitFor();
    assert.deepEqual(await findViolations(page), []);
    await question.getByLabel('Type Payments to confirm').fill('Payments');
    await question.getByRole('button', { name: 'Delete group' }).click();
    await question.waitFor({ state: 'detached' });
    assert.equal(await said(page, 'Deleted'), 'yes');
  });
});

test('a switch is moved with the space bar, and one that cannot be moved says why', { skip }, async () => {
  await onGallery(async (page) => {
    const enabled = page.getByRole('switch', { name: 'Enabled' });
    await enabled.press('Space');
    assert.equal(await enabled.isChecked(), false);
    const stopped = page.getByRole('switch', { name: /Require two-factor/ });
    await stopped.press('Space');
    assert.equal(await stopped.isChecked(), false);
    await page.getByText('Set up your own second factor first').first().waitFor();
  });
});
