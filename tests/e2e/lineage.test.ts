import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, openNotebookFile, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;

const cells = [
  [
    'export const eggs = asset({ group: "raw", owners: ["team:farm"] }, () => 1);',
    'export const flour = asset({ group: "raw" }, () => 2);',
  ].join('\n'),
  [
    'import { assetCheck, AssetCheckResult, StaticPartitionsDefinition } from "dagbook";',
    'const shops = new StaticPartitionsDefinition(["north", "south", "east", "west"]);',
    'export const dough = asset({ group: "cake", ins: { eggs, flour } }, () => 3);',
    'export const doughWeighs = assetCheck({ asset: dough }, () => new AssetCheckResult({ passed: true }));',
    'export const sales = asset({ group: "shop", partitionsDef: shops, deps: [dough] }, () => 4);',
  ].join('\n'),
];

beforeAll(async () => {
  server = await serveApp();
  browser = await startBrowser();
  await skipExample(browser.context);
  page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf('Cakes', cells));
  await page.getByText('Never materialized').nth(3).waitFor();
});

afterAll(async () => {
  await browser.dispose();
  await server.close();
});

const node = (name: string | RegExp) => page.locator('.drawing > svg').getByRole('button', { name });
const open = async (query = '') => {
  await page.goto(`${server.url}lineage/${query}`);
  await page.locator('.drawing [data-key]').first().waitFor();
};
const query = () => Object.fromEntries(new URL(page.url()).searchParams);
const keysDrawn = () => page.locator('.drawing [data-key]').evaluateAll((all) => all.map((each) => each.getAttribute('data-key')).sort()); // prettier-ignore

test('a graph by keyboard alone: along the edges, chosen, opened; the address has it all', async () => {
  await open();
  await node(/^eggs/).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.locator(':focus').getAttribute('data-key')).toBe('dough');
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.locator(':focus').getAttribute('data-key')).toBe('sales');
  await page.keyboard.press(' ');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'sales' }).waitFor();
  expect(query()).toMatchObject({ asset: 'sales', picked: 'dough sales' });
  await page.reload();
  await page.getByText('2 assets selected').waitFor();
  await page.getByRole('complementary', { name: 'sales' }).waitFor();
});

test('a run of what was chosen is seen as it goes; checks and partitions stand at the node', async () => {
  await open('?picked=eggs+flour+dough&view=600,200,0.9');
  await page.getByRole('toolbar').getByRole('button', { name: 'Materialize', exact: true }).click();
  await node(/^dough, Fresh, .*doughWeighs: Passed/).waitFor();
  await node(/^sales, .*Missing 4/).waitFor();
});

test('what is shown: by a selection with completion, around an asset, by groups', async () => {
  await open();
  const field = page.getByRole('combobox', { name: /Show only/ });
  await field.click();
  await page.keyboard.type('owner:farm');
  await page.getByRole('option', { name: 'team:farm' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('+1');
  await page.keyboard.press('Enter');
  await expect.poll(keysDrawn).toEqual(['dough', 'eggs']);
  expect(query().select).toBe('owner:"team:farm"+1');

  await node(/^dough/).click();
  await page.getByRole('button', { name: 'Focus on this asset' }).click();
  await expect.poll(keysDrawn).toEqual(['dough', 'eggs', 'flour', 'sales']);
  await page.getByRole('combobox', { name: 'Upstream', exact: true }).selectOption('0 steps');
  await expect.poll(keysDrawn).toEqual(['dough', 'sales']);

  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.getByRole('button', { name: 'Close all groups' }).click();
  await expect.poll(async () => (await keysDrawn()).map((key) => key?.split('@')[0])).toEqual(['cake', 'raw', 'shop']); // prettier-ignore
  await node(/^raw, 2 assets/).press('Enter');
  await node(/^eggs/).waitFor();
  await node('Close the group raw').press('Enter');
  await node(/^raw, 2 assets/).waitFor();
});

test('what the address names and is not there is said, with what was meant', async () => {
  await page.goto(`${server.url}lineage/?asset=doug&select=key:"eggs"%20or%20milk&location=nowhere`);
  await page.getByText('There is no asset "doug" here. Did you mean "dough"?').waitFor();
  await page.getByText('There is no asset "milk" here.').waitFor();
  await page.getByText('There is no notebook "nowhere" here.').waitFor();
  await page.getByRole('button', { name: 'Forget what is not here' }).click();
  await node(/^dough/).waitFor();
  expect(query()).toEqual({});
  await page.goto(`${server.url}lineage/?select=group:`);
  await page.getByText(/Expected a value, at character 7/).first().waitFor(); // prettier-ignore
});

test('pictures: a vector file with every name, and a bitmap', async () => {
  await open();
  for (const [item, begins] of [['As SVG', '<svg'], ['As PNG', '\x89PNG']] as const) {
    await page.getByRole('button', { name: 'Save as a picture' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    const content = await readFile(await (await download).path(), 'latin1');
    expect(content.startsWith(begins)).toBe(true);
    if (item === 'As SVG') for (const key of ['eggs', 'flour', 'dough', 'sales']) expect(content).toContain(`>${key}<`); // prettier-ignore
  } // prettier-ignore
});

test('wiping names all that it forgets; the page is accessible', async () => {
  await open('?picked=eggs+dough&asset=dough');
  await page.setViewportSize({ width: 1440, height: 900 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  await page.screenshot({ path: 'tests/artefacts/lineage-1440.png' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: 'tests/artefacts/lineage-390.png' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'More for the selected assets' }).click();
  await page.getByRole('menuitem', { name: 'Wipe…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wipe 2 assets?' });
  await expect.poll(() => dialog.getByRole('listitem').allTextContents()).toEqual(['eggs', 'dough']);
  await dialog.getByRole('button', { name: 'Wipe', exact: true }).click();
  await page.getByText('2 assets wiped').waitFor();
  await node(/^eggs, Never materialized/).waitFor();
  const known = browser.errors.filter((error) => !error.includes('localStorage'));
  expect(known).toEqual([]);
});
