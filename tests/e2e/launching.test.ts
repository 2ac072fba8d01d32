import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, openNotebookFile, runStatus, skipExample } from './notebook-page';

let browser: Browser;
let server: Awaited<ReturnType<typeof serveApp>>;
let page: Page;
beforeAll(async () => {
  [browser, server] = await Promise.all([startBrowser(), serveApp()]);
  await skipExample(browser.context);
});
beforeEach(async () => void (page = await browser.open(server.url)));
afterEach(() => page.close());
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

const dialog = () => page.getByRole('dialog');
const region = (name: string) => page.getByRole('region', { name, exact: true });

/** Whether the strip has one colour at its begin and another at its end. */
const isPainted = (canvas: SVGElement | HTMLElement) => {
  const { width, height } = canvas as HTMLCanvasElement;
  const context = (canvas as HTMLCanvasElement).getContext('2d')!;
  const [begin, end] = [0.1, 0.9].map((part) => context.getImageData(width * part, height / 4, 1, 1).data);
  return String(begin) !== String(end);
};

test('partitions are chosen, made by a backfill, and shown in the cell and on the page of the asset', async () => {
  const cell = `import { StaticPartitionsDefinition } from "dagbook";
export const sales = asset({ partitionsDef: new StaticPartitionsDefinition(["eu", "kr", "us"]) }, (_, context) => \`sold in \${context.partitionKey}\`);`;
  await openNotebookFile(page, notebookOf('Partitions', [cell]));
  await page.getByRole('button', { name: 'Materialize sales' }).click();
  await dialog().getByLabel('Latest us').waitFor();
  await dialog().getByLabel('Keys or a range').check();
  await dialog().getByLabel('Partition keys').fill('eu...kp');
  await dialog().getByText('the nearest is "kr"').waitFor();
  expect(await dialog().getByRole('button', { name: 'Launch' }).isDisabled()).toBe(true);
  await dialog().getByLabel('Partition keys').fill('eu...kr');
  await dialog().getByRole('button', { name: 'Backfill 2 partitions' }).click();
  await page.waitForURL(/\/backfills\/\?id=/);
  await page.getByLabel('Made 2').waitFor();
  await page.goBack();
  await region('sales').getByText('2 Materialized').waitFor();
  await region('sales').getByText('sold in kr').waitFor();
  await region('sales').getByRole('link', { name: 'sales' }).click();

  await page.getByRole('tab', { name: 'Partitions' }).click();
  const partitions = region('Partitions');
  await partitions.getByRole('button', { name: 'Missing' }).click();
  // What is materialized looks otherwise than what is not, also for whoever asks for less motion, as here.
  await expect.poll(() => partitions.locator('canvas').first().evaluate(isPainted)).toBe(true);
  await partitions.getByRole('button', { name: 'Materialize us' }).click();
  await partitions.getByText('3 Materialized').waitFor();
  await partitions.getByText('No partition matches').waitFor();
  await partitions.getByRole('button', { name: 'All', exact: true }).click();
  await partitions.getByRole('link', { name: 'kr' }).click();
  await page.getByRole('button', { name: 'kr Of all partitions' }).waitFor();
  expect(await page.getByText('Materialization').count()).toBe(2);
  await page.goBack();

  await page.getByRole('button', { name: 'More for this asset' }).click();
  await page.getByRole('menuitem', { name: 'Wipe…' }).click();
  await dialog().getByLabel('Some partitions').check();
  await dialog().getByLabel('Partition keys').fill('eu');
  await dialog().getByRole('button', { name: 'Wipe', exact: true }).click();
  await partitions.getByText('1 Missing').waitFor();
});

test('a backfill shows how each partition stands, the run of one, and makes what is left again; so does a job of ops', async () => {
  const cell = `import { StaticPartitionsDefinition, job, op } from "dagbook";
const partitionsDef = new StaticPartitionsDefinition(["eu", "kr", "us"]);
const close = (_: unknown, { partitionKey }: { partitionKey?: string }) => {
  if (partitionKey === "kr") throw new Error("closed");
};
export const orders = asset({ partitionsDef }, close);
const check = op({ name: "check" }, close);
export const audit = job({ partitionsDef }, () => { check(); });`;
  await openNotebookFile(page, notebookOf('Failing', [cell]));
  await page.getByRole('button', { name: 'Materialize orders' }).click();
  await dialog().getByLabel('Keys or a range').check();
  await dialog().getByLabel('Partition keys').fill('eu...us');
  await dialog().getByRole('button', { name: 'Backfill 3 partitions' }).click();
  await page.getByLabel('Made 2, Failed 1').waitFor();
  const partitions = region('Partitions');
  await partitions.getByRole('button', { name: 'Failed' }).click();
  expect(await partitions.getByRole('listitem').count()).toBe(1);
  await partitions.getByRole('button', { name: 'Show the run of kr' }).click();
  await page.getByText('closed').first().waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Make the remaining 1' }).click();
  await page.getByText('again what another one did not make').waitFor();
  await page.getByLabel('0 of 1 made, 0 in progress, 1 failed').waitFor();

  await page.getByRole('link', { name: 'Jobs' }).click();
  await page.getByRole('link', { name: 'audit', exact: true }).click();
  await page.getByRole('tab', { name: 'Partitions' }).click();
  await page.getByLabel('Partition keys').fill('eu...kr');
  await page.getByRole('button', { name: 'Launch 2' }).click();
  await region('Partitions').getByText('1 Failed').last().waitFor();
  const grid = page.getByRole('grid', { name: 'Ops by partition' });
  await grid.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await grid.getByText('check · kr · Failed').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs\/\?id=.*step=check/);
});

test('a config mistake is told with its path and mended in the dialog; a secret is asked for and not shown', async () => {
  const cell = `import { z } from "zod";
import { EnvVar, resource } from "dagbook";
export const oven = resource({ configSchema: z.object({ token: z.string() }), config: { token: new EnvVar("OVEN_TOKEN") } }, ({ config }) => config.token);
export const cake = asset({ configSchema: z.object({ eggs: z.number() }), resources: { oven } }, (_, { config, resources }) => \`\${config.eggs} eggs, \${resources.oven.length} letters\`);`;
  const asking = '"permissions": {"secrets": ["OVEN_TOKEN"]},\n//   "title"';
  await openNotebookFile(page, notebookOf('Config', [cell]).replace('"title"', asking));
  await page.getByRole('button', { name: 'Materialize cake' }).click();
  await dialog().getByText('Missing required config entry "ops"').waitFor();
  await dialog().getByLabel('Value of OVEN_TOKEN').fill('hot!');
  await dialog().getByRole('button', { name: 'Set', exact: true }).click();
  const editor = dialog().getByRole('textbox', { name: 'Run config as JSON' });
  expect(JSON.parse(await editor.innerText())).toEqual({ ops: { cake: { config: { eggs: 0 } } } });
  await editor.fill('{ "ops": { "cake": { "config": { "eggs": "six" } }, "pie": {} } }');
  await dialog().getByText('root:ops:cake:config:eggs', { exact: true }).waitFor();
  await dialog().getByRole('button', { name: 'Remove extra' }).click();
  await dialog().locator('.cm-error-line', { hasText: '"eggs": "six"' }).waitFor();
  expect(await editor.innerText()).not.toContain('pie');
  await editor.fill('{ "ops": ');
  expect(await dialog().getByRole('button', { name: 'Launch' }).isDisabled()).toBe(true);
  await editor.fill('{ "ops": { "cake": { "config": { "e');
  await editor.press('g');
  await dialog().getByRole('option', { name: 'eggs' }).waitFor();
  await editor.press('Escape');
  await editor.press('g');
  await dialog().getByRole('option', { name: 'eggs' }).click();
  await editor.pressSequentially('6 } } } }');
  await dialog().getByRole('button', { name: 'Add tag' }).click();
  await dialog().getByLabel('Name of tag 1').fill('team');
  await dialog().getByText('A tag has a name and a value.').waitFor();
  await dialog().getByLabel('Value of tag 1').fill('bakery');
  await dialog().getByRole('button', { name: 'Launch' }).click();
  await region('cake').getByText('6 eggs, 4 letters').waitFor();

  await runStatus(page, 'Success').click();
  await page.getByRole('tab', { name: 'Config' }).click();
  await page.getByText('"eggs": 6').waitFor();
  await page.getByText('bakery').first().waitFor();
  await page.getByText('OVEN_TOKEN').waitFor();
  await page.goto(`${server.url}deployment/?tab=settings`);
  await page.getByRole('button', { name: 'Value of OVEN_TOKEN', exact: true }).waitFor();
  expect(await page.locator('body').innerText()).not.toContain('hot!');
});

test('a job is launched from its cell; what failed is executed again from there, once the cell is mended', async () => {
  const cell = (doing: string) => `import { job, op } from "dagbook";
const start = op({ name: "start" }, () => 1);
const middle = op({ name: "middle" }, ({ x }: { x: number }) => { ${doing} });
const end = op({ name: "end" }, ({ x }: { x: number }) => x);
export const chain = job(() => { end({ x: middle({ x: start() }) }); });`;
  await openNotebookFile(page, notebookOf('Chain', [cell('throw new Error("no flour")')]));
  await page.getByRole('button', { name: 'Launch chain' }).click();
  await region('Job chain').getByRole('link', { name: 'Last launch: Failed' }).waitFor();
  await page.locator('[data-cell] .cm-content').last().fill(cell('return x + 1'));
  await page.getByText('Saved', { exact: true }).waitFor();
  await region('Job chain')
    .getByRole('link', { name: /^Last launch/ })
    .click();
  await page.getByRole('button', { name: 'end Did not run' }).first().waitFor();
  await page.getByRole('button', { name: 'Re-execute from failure' }).click();
  await page.getByText('Re-execution of').waitFor();
  await page.getByRole('button', { name: 'end Success' }).first().waitFor();
  const steps = await page
    .getByRole('list', { name: 'Steps of this run' })
    .getByRole('button')
    .allInnerTexts();
  expect(steps.map((text) => text.split(/\s/)[0])).toEqual(['middle', 'end']);

  await page.getByRole('link', { name: 'Jobs' }).first().click();
  const row = page.getByRole('row', { name: /^chain/ });
  await row.getByRole('link', { name: 'Last launch: Success' }).waitFor();
  await row.getByRole('link', { name: 'chain', exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: 'middle after start' }).waitFor();
  await page.getByRole('button', { name: 'Launch chain' }).click();
  await page.getByRole('button', { name: 'end Success' }).first().waitFor();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Open in launchpad' }).click();
  await page.getByLabel('Ops, empty for all').fill('start');
  await page.getByRole('button', { name: 'New tab' }).click();
  await page.reload();
  await page.getByRole('tab', { name: 'New run 2', selected: true }).waitFor();
  await page.getByRole('button', { name: 'More for the tab New run 2' }).click();
  await page.getByRole('menuitem', { name: 'Close tab' }).click();
  await page.getByRole('tab', { name: /^Run / }).click();
  expect(await page.getByLabel('Ops, empty for all').inputValue()).toBe('start');
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page.getByRole('button', { name: 'start Success' }).first().waitFor();
});

test('checks show how they went: in the cell, on the page of the asset and in the run', async () => {
  const cell = `import { assetCheck, AssetCheckResult } from "dagbook";
export const cake = asset(() => 3);
export const enough = assetCheck({ asset: cake, ins: { cake } }, ({ cake }) => cake > 2);
export const pretty = assetCheck({ asset: cake }, () => new AssetCheckResult({ passed: false, severity: "WARN", description: "It has corners", metadata: { corners: 4 } }));`;
  await openNotebookFile(page, notebookOf('Checks', [cell]));
  const badges = page.getByRole('list', { name: 'Checks of cake' });
  await badges.getByText('enough: Not evaluated').waitFor();
  await page.getByRole('button', { name: 'Materialize cake' }).click();
  await badges.getByText('enough: Passed').waitFor();
  await badges.getByText('pretty: Warning').click();
  await page.getByText('It has corners').waitFor();
  await page.getByText('severity WARN').waitFor();
  await page.getByText('corners', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'pretty' }).locator('..').getByRole('link').click();
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByText('pretty: Warning').waitFor();
});
