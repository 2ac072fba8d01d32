import AxeBuilder from '@axe-core/playwright';
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { materializeAll, notebookOf, openNotebookFile, runStatus, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let probe: Server;
const asked: string[] = [];
beforeAll(async () => {
  server = await serveApp();
  browser = await startBrowser();
  await skipExample(browser.context);
  probe = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
  probe.close();
});

const asset = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function openCells(title: string, cells: readonly string[]): Promise<Page> {
  const page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf(title, cells));
  return page;
}

async function materialized(page: Page): Promise<void> {
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
}

test('a table is scrolled, sorted, filtered and taken along; axe finds nothing', async () => {
  const page = await openCells('Table', [
    'export const orders = asset(() => Array.from({ length: 200_000 }, (_, id) => ({ id, city: ["Seoul", "Busan"][id % 2], price: (id * 7919) % 1000 })));',
  ]);
  await materialized(page);
  const orders = asset(page, 'orders');
  await orders.getByText('200,000 rows').waitFor();
  const table = orders.getByRole('region', { name: 'Table, scrollable' });
  await table.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await table.getByText('199999').first().waitFor();
  await table.evaluate((element) => (element.scrollTop = 0));
  await table.getByRole('button', { name: 'price', exact: true }).click();
  await table.locator('[aria-sort=ascending]').waitFor();
  await expect
    .poll(() => table.locator('tbody tr').first().locator('td').nth(3).textContent())
    .toMatch(/^\s*0\s*$/);
  await orders.getByRole('searchbox').fill('seoul');
  await orders.getByText('100,000 of 200,000 rows').waitFor();
  const { violations } = await new AxeBuilder({ page }).include('[data-cell=cell0001]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const download = page.waitForEvent('download');
  await orders.getByRole('button', { name: 'Download the value' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const text = await readFile((await (await download).path())!, 'utf8');
  expect(text.split('\n', 2)).toEqual(['id,city,price', '0,Seoul,0']);
});

test('what is shown in a frame runs nothing and asks nobody; markdown and plots are drawn', async () => {
  const evil = `http://127.0.0.1:${(probe.address() as AddressInfo).port}/`;
  const page = await openCells('Shown', [
    'import { html, md, plot, svg } from "dagbook";',
    `export const page = asset(() => html(\`<meta http-equiv="refresh" content="0;url=${evil}refresh"><p>shown</p><img src="${evil}img"><script>fetch("${evil}fetch"); parent.postMessage("out", "*")</scr\${""}ipt><link rel="stylesheet" href="${evil}css"><iframe src="${evil}frame"></iframe><style>@import "${evil}import"; p { background: url(${evil}background) }</style><form action="${evil}form"><button autofocus>go</button></form>\`));`,
    'export const drawing = asset(() => svg`<svg viewBox="0 0 10 10" onload="alert(1)"><circle r="5"/></svg>`);',
    'export const words = asset(() => md`# Heading\\n<img src=data:, onerror=alert(1)>`);',
    'export const chart = asset(() => plot({ marks: [{ mark: "barY", data: [{ a: "x", b: 1 }, { a: "y", b: 2 }], x: "a", y: "b" }] }));',
  ]);
  await materialized(page);
  await page.frameLocator('iframe[title=page]').getByText('shown').waitFor();
  await asset(page, 'words').getByRole('heading', { name: 'Heading' }).waitFor();
  await page.frameLocator('iframe[title=chart]').locator('svg [aria-label=bar]').first().waitFor();
  await page.frameLocator('iframe[title=drawing]').locator('circle').waitFor();
  await page.frameLocator('iframe[title=page]').getByRole('button', { name: 'go' }).click();
  await page.waitForTimeout(300);
  expect(asked).toEqual([]);
});

test('a dropped file is attached, read by the cell that is offered, and can be removed and put back', async () => {
  const page = await openCells('Files', []);
  await page.getByRole('button', { name: 'Files' }).first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).first().click();
  const buffer = Buffer.from('id,name,at\n1,castella,2024-01-02\n2,chiffon,\n');
  await (await chooser).setFiles({ name: 'my cakes.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Insert a cell that reads my cakes.csv' }).click();
  await page.getByText('.csv({ id: "number", name: "text", at: "date" })').waitFor();
  await materialized(page);
  await asset(page, 'myCakes').getByText('2024-01-02', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Remove my cakes.csv' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Saved').waitFor();
  await page.reload();
  await page.getByText('my cakes.csv', { exact: true }).waitFor();
});

test('progress and logs stand at the cell; an input goes into the run; a view follows both; versions are compared', async () => {
  const page = await openCells('Inputs', [
    'import { view } from "dagbook";\nexport const least = view.slider({ label: "At least", max: 10, value: 2 });',
    `export const kept = asset({ resources: { least } }, async (_, context) => {
  for (const part of [0.25, 0.5]) {
    context.progress(part, "baking");
    context.log.info("part " + part);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return [1, 2, 3, 4].filter((id) => id >= context.resources.least).map((id) => ({ id }));
});`,
    'export const count = view({ kept, least }, ({ kept, least }) => `${kept.length} from ${least}`);',
  ]);
  const count = page.getByRole('region', { name: 'What count shows' });
  await count.getByText('Never materialized: kept').waitFor();
  await materializeAll(page);
  await asset(page, 'kept').getByRole('progressbar').waitFor();
  await runStatus(page, 'Success').waitFor();
  await asset(page, 'kept').getByText('3 rows').waitFor();
  await asset(page, 'kept').getByText('Log: 2 lines').click();
  await asset(page, 'kept').getByText('part 0.5').waitFor();

  const slider = page.getByRole('slider', { name: 'At least' });
  await count.getByText('3 from 2').waitFor();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await count.getByText('3 from 3').waitFor();
  await page.getByRole('button', { name: 'Materialize with this' }).click();
  await asset(page, 'kept').getByText('2 rows').waitFor();
  await count.getByText('2 from 3').waitFor();
  await count.getByRole('checkbox', { name: 'Runs by itself' }).uncheck();
  await page.reload();
  await asset(page, 'kept').getByText('2 rows').waitFor();
  // What it showed is there without being computed again.
  await count.getByText('Fresh').waitFor();
  await count.getByText('2 from 3').waitFor();
  expect(await slider.inputValue()).toBe('3');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await count.getByText('Stale').waitFor();
  await count.getByRole('button', { name: 'Compute count' }).click();
  await count.getByText('2 from 4').waitFor();

  const versions = asset(page, 'kept').getByRole('combobox', { name: 'Version' });
  await versions.selectOption({ index: 1 });
  await asset(page, 'kept').getByText('3 rows').waitFor();
  await asset(page, 'kept').getByRole('button', { name: 'Compare with the present' }).click();
  await asset(page, 'kept').getByText('0 added · 1 removed · 0 changed · 2 unchanged').waitFor();
  expect(
    browser.errors.filter(
      (text) => !/Content Security Policy|sandboxed|Access is denied for this document/.test(text),
    ),
  ).toEqual([]);
});
