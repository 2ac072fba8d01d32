import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';

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

const alien = '// %% [notebook] {"format":1,"title":"Alien tables"}\n\n// %%\nexport const z = 1;\n';

test('the list of notebooks duplicates, sorts, renames and finds; a copy of a preview is a preview', async () => {
  const page = await browser.open(server.url);
  const home = () => page.getByRole('link', { name: 'Notebooks' }).first().click();
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  const choose = async (text: string, action: string) => {
    await row(text)
      .getByRole('button', { name: /More about/ })
      .click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  await page.waitForURL(/\/notebook\/\?id=/);
  await home();
  await page.setInputFiles('input[type=file]', {
    name: 'alien.nb.ts',
    mimeType: 'text/plain',
    buffer: Buffer.from(alien),
  });
  await page.waitForURL(/\/notebook\/\?id=/);
  await home();
  await row('Alien tables').getByText('Preview').waitFor();

  await choose('Alien tables', 'Duplicate');
  await row('Alien tables (copy)').getByText('Preview').waitFor();

  await page.getByRole('button', { name: 'Notebook', exact: true }).click();
  await page.waitForURL(/sort=title/);
  expect((await page.locator('.row-link').allTextContents()).map((text) => text.trim())).toEqual([
    expect.stringMatching(/^Alien tables\s+Preview$/),
    expect.stringMatching(/^Alien tables \(copy\)\s+Preview$/),
    'Cake pipeline',
  ]);

  await choose('(copy)', 'Rename');
  await page.getByRole('textbox', { name: 'Title of the notebook' }).fill('Zebra');
  await page.keyboard.press('Enter');
  await row('Zebra').waitFor();

  await page.getByRole('searchbox', { name: 'Find in notebooks' }).fill('no notebook has these words');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('searchbox', { name: 'Find in notebooks' }).fill('zebra');
  await row('Alien tables').waitFor({ state: 'detached' });
  await row('Zebra').waitFor();

  // A new one is written in at once; a name that nobody imports says what it wants.
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-focused').waitFor();
  await page.keyboard.type('export const many = multiAsset({}, () => 1);');
  await page.keyboard.press('Escape');
  await page.getByText('Write import { multiAsset } from "dagbook";').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('export const answer = asset(() => 6 * 7);');
  await page.keyboard.press('Shift+Enter');
  await page.getByRole('link', { name: 'Run: Success' }).waitFor();
  await page.getByText('42', { exact: true }).waitFor();
  // Cells that are run one right after the other are made from each other.
  await page.keyboard.type('export const next = asset({ ins: { answer } }, ({ answer }) => answer + 1);');
  await page.keyboard.press('Shift+Enter');
  await page.getByText('43', { exact: true }).waitFor();
  await page.getByText('export const answer').click();
  for (const key of ['End', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  await page.keyboard.type('+1');
  for (let cell = 0; cell < 2; cell++) await page.keyboard.press('Shift+Enter');
  await page.getByText('44', { exact: true }).waitFor();
  expect(browser.errors).toEqual([]);
});
