import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, openNotebookFile, skipExample } from './notebook-page';

let browser: Browser;
let server: Awaited<ReturnType<typeof serveApp>>;
beforeAll(async () => {
  browser = await startBrowser({ isChecked: true });
  server = await serveApp();
  await skipExample(browser.context);
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

const orders = '/** What was sold. */\nexport const orders = asset(() => [{ total: 40, customer: "Kim" }]);';
const totals =
  'export const totals = asset({ ins: { orders } }, ({ orders }) => orders.map((o) => o.total));';

/** The page of a notebook whose cells after the import are these: `cell0001`, `cell0002` … */
async function open(...cells: readonly string[]): Promise<Page> {
  const page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf('Language', cells));
  // The cells get higher with what is told of their assets.
  if (cells.includes(orders)) await page.getByText('Never materialized').first().waitFor();
  return page;
}

const cell = (page: Page, number: number) => page.locator(`[data-cell=cell000${number}]`);
const source = (page: Page, number: number) => cell(page, number).locator('.source').innerText();
const options = (page: Page) => page.locator('.cm-tooltip-autocomplete li');

/** Puts the pointer on a word of a cell, which gets its editor when it is clicked; answers where that is. */
async function pointAt(page: Page, number: number, word: string) {
  await cell(page, number).locator('.source').click();
  await cell(page, number).locator('.cm-line').first().waitFor();
  const place = await cell(page, number)
    .locator('.cm-content')
    .evaluate((element, word) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent!.indexOf(word);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      throw new Error(`${word} is not there`);
    }, word);
  await page.mouse.move(place.x, place.y);
  return place;
}

async function clickOn(page: Page, number: number, word: string) {
  const { x, y } = await pointAt(page, number, word);
  await page.mouse.click(x, y);
}

/** The service comes after the editor: asks until there is an answer. */
async function askUntil(page: Page, key: string, answer: Locator): Promise<void> {
  for (let isThere = false; !isThere;) {
    await page.keyboard.press(key);
    isThere = await answer
      .first()
      .waitFor({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
  }
}

test('the type of an upstream asset completes its value, and what is wrong is underlined and counted', async () => {
  const page = await open(orders, totals.replace('o.total', 'o'));
  await clickOn(page, 2, 'totals');
  await page.keyboard.press('End');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('.');
  await askUntil(page, 'Control+Space', options(page).getByText('customer'));
  expect(await options(page).allInnerTexts()).toHaveLength(2);
  await page.keyboard.type('cust');
  await options(page).getByText('total').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.keyboard.type('.nothing');
  await cell(page, 2).locator('.cm-lintRange-error', { hasText: 'nothing' }).waitFor();
  await page.locator('summary', { hasText: '1 type problem' }).click();
  await page.getByText("Property 'nothing' does not exist on type 'string'.").waitFor();
  await page.close();
});

test('a name tells what it is where the pointer rests, and Ctrl-click goes where it is defined', async () => {
  const page = await open(orders, 'const wrong: string = orders;\norders;');
  await cell(page, 2).locator('.cm-lintRange-error').waitFor();
  const place = await pointAt(page, 2, 'orders');
  await page.mouse.move(place.x + 1, place.y);
  await page.getByText('What was sold.', { exact: true }).waitFor();
  await page.keyboard.down('Control');
  await page.mouse.click(place.x, place.y);
  await page.keyboard.up('Control');
  const focused = () => page.evaluate(() => document.activeElement?.closest('[data-cell]')?.id);
  await expect.poll(focused).toBe('cell-cell0001');
  await page.close();
});

test('a name is renamed in every cell, and one undo takes that back', async () => {
  const page = await open(orders, totals);
  await clickOn(page, 2, 'orders');
  const name = page.getByLabel('New name');
  await askUntil(page, 'F2', name);
  await name.fill('totals');
  await name.press('Enter');
  await page.getByText('“totals” is in use already').waitFor();
  await name.fill('sales');
  await name.press('Enter');
  await expect.poll(() => source(page, 1)).toContain('const sales = asset');
  expect(await source(page, 2)).toContain('ins: { orders: sales }');
  await page.keyboard.press('Control+z');
  await expect.poll(() => source(page, 1)).toContain('const orders = asset');
  expect(await source(page, 2)).toContain('ins: { orders }');
  await page.close();
});

test('a name of two cells gets a fix to choose, by keyboard alone', async () => {
  const page = await open('const rows = 1;\nrows;', 'const rows = 2;\nrows + 1;');
  await cell(page, 2).locator('.cm-lintRange-error').first().waitFor();
  await clickOn(page, 2, '+');
  await page.keyboard.press('F8');
  await page.keyboard.press('Control+Shift+Period');
  const fixes = page.getByRole('dialog', { name: 'Problem' }).getByRole('button');
  await fixes.first().waitFor();
  expect(await fixes.allInnerTexts()).toEqual([
    'Rename it to rows2',
    'Keep it to this cell: _rows',
    'Put this cell into a block',
  ]);
  await page.keyboard.press('Enter');
  await expect.poll(() => source(page, 2)).toContain('rows2 + 1');
  await expect.poll(() => page.locator('.cm-lintRange-error').count()).toBe(0);
  await page.close();
});
