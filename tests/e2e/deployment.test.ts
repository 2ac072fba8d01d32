import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeInstanceFile } from '../bench/generated/instance-file';
import { restoreInstance } from '../bench/generated/restore-instance';
import { serveApp, startBrowser, type Browser } from './app';
import { materializeAll, notebookOf, openNotebookFile, runStatus, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => void (server = await serveApp()));
afterAll(() => server.close());
beforeEach(async () => {
  browser = await startBrowser();
  await skipExample(browser.context);
  return () => browser.dispose();
});

const deployment = (tab: string) => `${server.url}deployment/?tab=${tab}`;

async function downloaded(page: Page, number: number): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).nth(number).click();
  return (await download).path();
}

test('settings are edited as dagbook.yaml, wrong ones are said while they are written; pools have limits', async () => {
  const page = await browser.open(deployment('settings'));
  await page.getByRole('button', { name: 'Edit' }).click();
  const editor = page.getByRole('textbox', { name: 'dagbook.yaml' });
  await editor.fill('concurrency:\n  runs:\n    max_concurrent_runs: many');
  await page.getByText('dagbook.yaml:3').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await editor.fill('concurrency:\n  runs:\n    max_concurrent_runs: 3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('max_concurrent_runs: 3 # default: 10').waitFor();

  await page.getByRole('tab', { name: 'Concurrency' }).click();
  await page.getByText('0 of 3').waitFor();
  await page.getByLabel('Pool', { exact: true }).fill('oven');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByRole('button', { name: 'Limit of oven' }).click();
  await page.getByRole('spinbutton', { name: 'Limit of oven' }).fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('0 of 2').waitFor();

  await page.getByRole('tab', { name: 'Storage' }).click();
  await page.getByLabel('Runs, days').fill('30');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Remove now…' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Runs, days: 30' }).waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('Removed: 0 runs').waitFor();
});

test('a backup is looked at and restored in every tab, and that is undone; the event log is a file of JSON lines', async () => {
  const first = await browser.open(server.url);
  await openNotebookFile(first, notebookOf('Kept', ['export const kept = asset(() => 1);']));
  await materializeAll(first);
  await runStatus(first, 'Success').waitFor();
  const page = await browser.open(deployment('storage'));
  const backup = await readFile(await downloaded(page, 0));
  const log = (await readFile(await downloaded(page, 1), 'utf8')).trimEnd().split('\n');
  expect(log.map((line) => JSON.parse(line).type)).toContain('ASSET_MATERIALIZATION');

  await first.goto(`${server.url}?list`);
  await openNotebookFile(first, notebookOf('Later', ['export const later = asset(() => 1);']));
  await first.goto(`${server.url}?list`);
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file…' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  await choose('torn.dagbook-backup', backup.subarray(0, 1_000));
  await page.getByText('BackupUnusable', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await choose('good.dagbook-backup', backup);
  await page.getByRole('listitem').filter({ hasText: 'Kept' }).waitFor();
  await page.getByRole('button', { name: 'Replace everything' }).click();
  await first.getByText('Later').waitFor({ state: 'detached' });
  await first.getByRole('link', { name: 'Kept' }).waitFor();
  await page.getByRole('button', { name: 'Undo the restore…' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Later' }).waitFor();
  await page.getByRole('button', { name: 'Replace everything' }).click();
  await first.getByRole('link', { name: 'Later' }).waitFor();
});

test('all runs that match are chosen, also those that were not read yet; what goes is said before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dagbook-e2e-runs-'));
  const file = join(folder, 'runs.dagbook-backup');
  await writeInstanceFile(file, { assets: 20, partitions: 10, runs: 110, events: 400, seed: 1 });
  const page = await browser.open(server.url);
  await restoreInstance(page, server.url, file);
  await rm(folder, { recursive: true });
  await page.goto(`${server.url}runs/`);
  await page.getByLabel('Choose all runs that are listed').check();
  await page.getByText('100 runs chosen').waitFor();
  await page.getByRole('button', { name: 'Choose all that match' }).click();
  await page.getByText('110 runs chosen').waitFor();
  await page.getByRole('button', { name: 'Delete 110' }).click();
  const asked = page.getByRole('dialog', { name: 'Delete 110 runs?' });
  await asked.getByText('and this cannot be undone').waitFor();
  await asked.getByText('and 105 more').waitFor();
  await asked.getByRole('button', { name: 'Delete 110' }).click();
  await page.getByText('No runs yet').waitFor();
});
