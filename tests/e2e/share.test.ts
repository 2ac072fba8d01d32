import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder';
import { serveApp, startBrowser, type Browser } from './app';
import {
  chooseFile,
  materializeAll,
  notebookOf,
  openNotebookFile,
  previewFile,
  runStatus,
  skipExample,
} from './notebook-page';

// What one browser gives away, another one shows: as it was there, without running or fetching anything.

let server: Awaited<ReturnType<typeof serveApp>>;
let mine: Browser;
let theirs: Browser;
beforeAll(async () => {
  server = await serveApp();
  [mine, theirs] = await Promise.all([startBrowser(), startBrowser({ isStored: true })]);
  await Promise.all([skipExample(mine.context), skipExample(theirs.context)]);
});
afterAll(async () => {
  await Promise.all([mine.dispose(), theirs.dispose()]);
  await server.close();
});

const source = notebookOf('Orders', [
  `import { html, plot } from "dagbook";`,
  `export const orders = asset(() => Array.from({ length: 150 }, (_, id) => ({ id, customer: 'Customer ' + id })));`,
  `export const total = asset({ ins: { orders } }, ({ orders }) => new MaterializeResult({ value: orders.length, metadata: { rows: 150 } }));`,
  `export const drawn = asset({ ins: { orders } }, ({ orders }) => plot({ marks: [{ mark: 'dotX', data: orders, x: 'id' }] }));`,
  `export const attack = asset(() => html('<h1>Inert</h1><script>top.attacked = 1; fetch("http://127.0.0.1:9/told")</script><img src="http://127.0.0.1:9/seen" onerror="top.attacked = 1">'));`,
]);

/** What the share dialog gives when that button is pressed. */
async function shared(page: Page, button: string | RegExp): Promise<Buffer> {
  await page.getByRole('button', { name: 'Share' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
  return readFile(await (await download).path());
}

test('a notebook goes to another browser as a bundle, as a page and for Jupyter', async () => {
  const [page, other] = await Promise.all([mine.open(server.url), theirs.open(server.url)]);
  await openNotebookFile(page, source);
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();

  await page.getByRole('button', { name: 'Share' }).click();
  const choice = page.getByRole('region', { name: 'Everything in one file' });
  await choice.getByText('Newest results of 4 assets').waitFor();
  await choice.getByRole('checkbox', { name: 'Newest runs with their logs' }).check();
  const download = page.waitForEvent('download');
  await choice.getByRole('button', { name: 'Download bundle' }).click();
  const bundle = await readFile(await (await download).path());
  const html = (await shared(page, /Download ?: Page/)).toString();
  const ipynb = (await shared(page, /Download ?: Jupyter/)).toString();

  // The bundle, where there is no network any more.
  await other.evaluate(() => navigator.serviceWorker.ready);
  await theirs.context.setOffline(true);
  await previewFile(other, 'orders.dagbook', bundle);
  await other.getByText('4 results came with orders.dagbook').waitFor();
  await other.getByText('Preview: nothing of this notebook runs').waitFor();
  await other.getByRole('region', { name: 'Result of orders that' }).getByText('Customer 3').waitFor();
  await other.getByRole('region', { name: 'Result of total that' }).getByText('150').first().waitFor();
  await other.getByRole('button', { name: '1 run' }).click();
  await other.getByRole('dialog').getByText('Success').waitFor();
  await other.keyboard.press('Escape');
  await other.getByText('Nothing has run yet').waitFor();

  // What is made here takes the place of what came.
  await other.getByRole('button', { name: 'Run in sandbox' }).click();
  await materializeAll(other);
  await runStatus(other, 'Success').waitFor();
  await expect.poll(() => other.getByText('From the file').count()).toBe(0);

  // The page and the Jupyter notebook are notebooks, too; a bundle that was cut is none.
  await other.goto(server.url);
  await chooseFile(other, 'cut.dagbook', bundle.subarray(0, bundle.length - 50));
  await other.getByText('cut.dagbook cannot be opened').waitFor();
  await expect.poll(() => other.getByRole('link', { name: 'Orders' }).count()).toBe(1);
  await previewFile(other, 'orders.html', html);
  await other.getByText('export const drawn = asset({ ins: { orders }').first().waitFor();
  await other.goto(server.url);
  await previewFile(other, 'orders.ipynb', ipynb);
  await other.getByText('4 results came with orders.ipynb').waitFor();
  const frame = other.frameLocator('iframe[title="cell0002"]');
  await frame.getByRole('cell', { name: 'Customer 3', exact: true }).waitFor();

  await readsByItself(html);
});

/** The page in a browser that runs scripts and has network. */
async function readsByItself(html: string): Promise<void> {
  const path = join(temporaryFolder(), 'orders.html');
  await writeFile(path, html);
  const page = await mine.context.newPage();
  const asked: string[] = [];
  page.on('requestfinished', (request) => asked.push(request.url()));
  // Chromium tells some requests that the page's policy forbids, as failed by it: they reach nobody.
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'csp') asked.push(request.url());
  });
  await page.goto(`file://${path}`);
  await page.getByRole('cell', { name: 'Customer 99' }).waitFor();
  await page.getByText('100 of 150 rows').waitFor();
  await page.frameLocator('iframe[title="attack"]').getByRole('heading', { name: 'Inert' }).waitFor();
  await page.frameLocator('iframe[title="drawn"]').locator('svg circle').first().waitFor();
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  expect(asked.filter((address) => !/^(?:file|data|about):/.test(address))).toEqual([]);
  expect(await page.locator('svg.lineage a').count()).toBe(4);
  expect(await page.getByRole('link', { name: 'Open in Dagbook' }).getAttribute('href')).toMatch(
    `${server.url}#code=`,
  );
}
