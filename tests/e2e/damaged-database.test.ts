import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { changeDatabase, databaseAt } from './database-files';
import { notebookOf, openNotebookFile, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => void (server = await serveApp()));
afterAll(() => server.close());
beforeEach(async () => {
  browser = await startBrowser();
  await skipExample(browser.context);
  return () => browser.dispose();
});

test('a database with flipped bytes is told with the choices there are; nothing is reset by itself', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf('Kept', ['export const kept = asset(() => 1);']));
  await page.getByRole('region', { name: 'kept', exact: true }).waitFor();
  // Opening it again moves all that was written into the database's file.
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Kept' }).first().waitFor();

  const { isFound } = await changeDatabase(page, { position: databaseAt, data: Array(2048).fill(0x5a) });
  expect(isFound).toBe(true);

  await page.goto(server.url);
  await page.getByText('DatabaseDamaged', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Set it aside and start empty' }).click();
  await page.getByText('DatabaseDamaged', { exact: true }).waitFor({ state: 'detached' });
  await openNotebookFile(page, notebookOf('New', ['export const fresh = asset(() => 1);']));
  await page.getByRole('region', { name: 'fresh', exact: true }).waitFor();
  const aside = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const name of (await root.getDirectoryHandle('dagbook-database-aside')).keys())
      names.push(name);
    return names;
  });
  expect(aside.length).toBeGreaterThan(0);
});

test('a database of a newer Dagbook is left as it is; one that was cut off is told', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf('Kept', ['export const kept = asset(() => 1);']));
  await page.getByRole('region', { name: 'kept', exact: true }).waitFor();
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Kept' }).first().waitFor();
  const { before } = await changeDatabase(page, { position: versionAt, data: [99] });

  await page.goto(server.url);
  await page.getByText('SchemaTooNew', { exact: true }).waitFor();
  await page.getByText('The database was not changed.').waitFor();
  await changeDatabase(page, { position: versionAt, data: [before] });
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Kept' }).first().waitFor();

  await changeDatabase(page, { position: databaseAt + 8192, cut: true });
  await page.goto(server.url);
  await page.getByText('DatabaseDamaged', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Set it aside and start empty' }).waitFor();
});

/** Where SQLite keeps the version of the schema: its highest byte. */
const versionAt = databaseAt + 60;
