import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, previewFile } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => {
  server = await serveApp();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

const typed = (page: Page, text: string) => page.keyboard.type(text, { delay: 5 });

async function editCell(page: Page, id: string): Promise<void> {
  await page.locator(`[data-cell=${id}]`).getByText('const').first().click();
  await page.keyboard.press('Control+End');
}

test('a browser that is killed while somebody types, and nothing can be stored yet, loses 300 ms at most', async () => {
  await browser.context.route('**/sqlite3*.wasm', () => {});
  const page = await browser.open(server.url);
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('\n// ');
  const letters: { readonly letter: string; readonly at: number }[] = [];
  for (let count = 0; count < 60; count++) {
    const letter = String.fromCharCode(97 + (count % 26));
    await page.keyboard.type(letter, { delay: 10 });
    letters.push({ letter, at: Date.now() });
  }
  const killedAt = Date.now();
  await browser.kill();

  browser = await browser.reopen();
  const again = await browser.open(`${server.url}documents/`);
  await again.getByRole('button', { name: 'Recover the draft of Cake pipeline' }).waitFor();
  await again.goto(server.url);
  await again.getByText('Recovered what was typed').waitFor();
  // Until its editor is there, the text of the whole cell is one element.
  const [, kept = ''] = /\/\/ (abc\w*)/.exec(await again.getByText('// abc').first().innerText()) ?? [];
  const all = letters.map(({ letter }) => letter).join('');
  expect(all.slice(0, kept.length)).toBe(kept);
  const oldestLost = letters[kept.length]?.at ?? killedAt;
  expect(killedAt - oldestLost).toBeLessThanOrEqual(300);
});

test('two pages that type in one notebook show the same; a kept version brings back what was there', async () => {
  const here = await browser.open(server.url);
  await previewFile(here, 'two.nb.ts', notebookOf('Two pages', ['const a = 1;', 'const b = 2;']));
  await here.getByRole('button', { name: 'History' }).first().click();
  await here.getByRole('button', { name: 'Keep this version…' }).click();
  await here.getByRole('textbox', { name: 'Name of the version' }).fill('Before we typed');
  await here.keyboard.press('Enter');
  await here.getByText('Before we typed').waitFor();

  const there = await browser.open(here.url());
  await Promise.all([editCell(here, 'cell0001'), editCell(there, 'cell0002')]);
  await Promise.all([typed(here, ' // typed here'), typed(there, ' // typed there')]);
  for (const page of [here, there])
    for (const text of ['// typed here', '// typed there']) await page.getByText(text).first().waitFor();

  await here.getByRole('button', { name: /Before we typed/ }).click();
  await here.getByRole('button', { name: 'Restore this version' }).click();
  for (const page of [here, there]) {
    await page.locator('[data-cell=cell0001]').getByText('// typed here').waitFor({ state: 'detached' });
    await page.locator('[data-cell=cell0002]').getByText('// typed there').waitFor({ state: 'detached' });
  }

  await here.goto(`${server.url}documents/`);
  const row = here.getByRole('row', { name: /Two pages/ });
  await row.getByText('from outside').waitFor();
  await row.getByRole('button', { name: 'More about Two pages' }).click();
  await here.getByRole('menuitem', { name: 'Delete' }).click();
  await here.getByRole('button', { name: 'Deleted', exact: true }).click();
  await row.getByRole('button', { name: 'Restore Two pages' }).click();
  await here.getByText('No document is like that').waitFor();
  await here.getByRole('button', { name: 'Show all' }).click();
  await row.getByRole('link', { name: 'Two pages' }).waitFor();
  expect(browser.errors).toEqual([]);
});
