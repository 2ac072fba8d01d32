import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, skipExample } from './notebook-page';

// A notebook and its file on disk. The browser's own window for choosing a file cannot be driven: what it would answer
// is a file of this origin, whose handle does all that one of the disk does.

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => {
  server = await serveApp();
  browser = await startBrowser();
  await skipExample(browser.context);
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

const fileName = 'sales.nb.ts';

/** As another program would. */
const writeFile = (page: Page, text: string) =>
  page.evaluate(
    async ([name, text]) => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
      const writable = await file.createWritable();
      await writable.write(text);
      await writable.close();
    },
    [fileName, text] as const,
  );

const readFile = (page: Page) =>
  page.evaluate(async (name) => {
    const file = await (await navigator.storage.getDirectory()).getFileHandle(name);
    return (await file.getFile()).text();
  }, fileName);

async function openFromDisk(page: Page): Promise<void> {
  await page.evaluate((name) => {
    window.showOpenFilePicker = async () => [
      await (await navigator.storage.getDirectory()).getFileHandle(name),
    ];
  }, fileName);
  await page.getByRole('button', { name: 'Open file…' }).first().click();
  await page.waitForURL(/\/notebook\/\?id=/);
}

const source = (value: number) => notebookOf('Sales', [`export const sales = ${value};`]);
const cell = (page: Page) => page.locator('[data-cell=cell0001]');

test('a notebook of a file is written back to it, and asks where another program changed it', async () => {
  const page = await browser.open(server.url);
  await writeFile(page, source(1));
  await openFromDisk(page);
  const { href } = new URL(page.url());
  await page.getByText('Preview: nothing of this notebook runs').waitFor();
  await page.getByText(fileName, { exact: true }).waitFor();

  const type = async (text: string) => {
    await cell(page).getByText('export const').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(text);
  };
  await type(' // mine');
  await expect.poll(() => readFile(page)).toContain('sales = 1; // mine');

  const bar = page.getByRole('region', { name: "The notebook's file on disk" });
  const choose = (name: string) => bar.getByRole('button', { name }).click();
  await writeFile(page, source(2));
  await bar.getByText('was changed on disk by another program.').waitFor();
  await choose('Compare');
  const compared = page.getByRole('dialog').getByRole('group');
  await expect
    .poll(() => compared.locator('.line').allTextContents())
    .toEqual(['−removed: export const sales = 1; // mine', '+added: export const sales = 2;']);
  await page.keyboard.press('Escape');
  await type(' again');
  await bar.getByText('and here as well').waitFor();
  expect(await readFile(page)).toBe(source(2));
  await choose('Keep mine');
  await expect.poll(() => readFile(page)).toContain('// mine again');

  await writeFile(page, source(3));
  await choose('Take theirs');
  await cell(page).getByText('sales = 3').first().waitFor();
  await bar.waitFor({ state: 'detached' });
  await page.getByText('Preview: nothing of this notebook runs').waitFor();

  // The same file is the same notebook.
  await page.getByRole('link', { name: 'Notebooks' }).first().click();
  await openFromDisk(page);
  expect(new URL(page.url()).searchParams.get('id')).toBe(new URL(href).searchParams.get('id'));

  // After a reload the browser wants a click first.
  await page.addInitScript(() => {
    let state: PermissionState = 'prompt';
    FileSystemHandle.prototype.queryPermission = async () => state;
    FileSystemHandle.prototype.requestPermission = async () => (state = 'granted');
  });
  await page.reload();
  await type(' // once more');
  await choose('Reconnect');
  await expect.poll(() => readFile(page)).toContain('sales = 3; // once more');
  await page.getByRole('button', { name: `All that is saved here is in ${fileName} on disk` }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await page.getByText(fileName, { exact: true }).waitFor({ state: 'detached' });
});
