import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
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

/** A sensor that asks for one run at each look, by a number that its cursor counts. */
const counting = notebookOf('Counting', [
  `import { defineAssetJob, RunRequest, sensor, schedule } from 'dagbook';
export const count = asset(() => 1);
export const counting = defineAssetJob({ selection: [count] });
export const hourly = schedule({ cronSchedule: '0 * * * *', job: counting });
export const look = sensor({ job: counting, minimumIntervalSeconds: 0.2, defaultStatus: 'RUNNING' }, (context) => {
  const number = Number(context.cursor ?? 0) + 1;
  context.updateCursor(String(number));
  return new RunRequest({ runKey: String(number) });
});`,
]);

/** What is made whenever `orders` is. */
const eager = notebookOf('Eager', [
  `import { AutomationCondition, automationConditionSensor } from 'dagbook';
export const orders = asset(() => [10, 20]);
export const total = asset({ ins: { orders }, automationCondition: AutomationCondition.eager() }, ({ orders }) => orders[0] + orders[1]);
export const always = automationConditionSensor({ target: '*', defaultStatus: 'RUNNING' });`,
]);

const address = (page: string) => `${server.url.replace(/\/$/, '')}${page}`;

/** What the page of the sensor lists: by the cursors that its ticks have left, newest first. */
async function cursorsOf(page: Page): Promise<readonly number[]> {
  const texts = await page.locator('li .cursor').allInnerTexts();
  return texts.map(Number);
}

async function openSensor(): Promise<Page> {
  const page = await browser.open(address('/automation/'));
  await page.getByRole('link', { name: 'look', exact: true }).click();
  await page.locator('li .cursor').first().waitFor();
  return page;
}

test('a sensor goes on by itself, and after SIGKILL in the middle: no tick is lost, none is made twice', async () => {
  const first = await browser.open(server.url);
  await openNotebookFile(first, counting);
  await first.getByRole('region', { name: 'count', exact: true }).waitFor();
  let acknowledged = 0;
  for (let kill = 0; kill < 2; kill++) {
    const page = await openSensor();
    await expect
      .poll(async () => (await cursorsOf(page))[0], { timeout: 20_000 })
      .toBeGreaterThan(acknowledged + 2);
    acknowledged = (await cursorsOf(page))[0]!;
    await browser.kill();
    browser = await browser.reopen();
  }
  const page = await openSensor();
  await expect
    .poll(async () => (await cursorsOf(page))[0], { timeout: 20_000 })
    .toBeGreaterThan(acknowledged);
  await page.getByRole('button', { name: 'Stop look' }).click();
  await page.getByText('Stopped').waitFor();
  const cursors = await cursorsOf(page);
  expect(cursors[0]).toBeGreaterThanOrEqual(acknowledged);
  expect(cursors).toEqual(cursors.map((_, at) => cursors[0]! - at));
});

test('a schedule is tested, switched on and off, and found again', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, counting);
  await page.getByRole('region', { name: 'count', exact: true }).waitFor();
  await page.goto(address('/automation/'));
  await page.getByRole('link', { name: 'hourly', exact: true }).click();
  await page.getByLabel('At this time').fill('2026-03-01T09:00:00Z');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('It would ask for 1 runs:').waitFor();
  await page.getByRole('button', { name: 'Open in launchpad' }).click();
  await page.getByRole('tab', { name: 'hourly', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page.waitForURL(/\/runs\/\?id=/);
  await page.goBack();
  await page.goBack();
  await page.getByRole('button', { name: 'Start hourly' }).click();
  await page.getByText('The first comes at its time.').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Stop hourly' }).waitFor();
});

test('why an asset did, and did not, run by itself: at each evaluation, from the asset, the sensor and the run', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, eager);
  await page.getByRole('region', { name: 'total', exact: true }).waitFor();
  await page.goto(address('/automation/'));
  await page.getByRole('link', { name: 'always', exact: true }).click();
  await page.getByRole('link', { name: 'total', exact: true }).click();
  await page.getByText('Would not run now').waitFor();
  await page.goto(address('/assets/?key=orders'));
  await page.getByRole('button', { name: 'Materialize', exact: true }).click();
  await page.getByText('Fresh', { exact: true }).waitFor();
  await page.goto(address('/assets/?key=total'));
  await page.getByRole('tab', { name: 'Automation' }).click();
  await page.getByRole('button', { name: /asked for 1/ }).click();
  const tree = page.getByRole('region', { name: 'Why' });
  await tree.getByText('Asked for 1').waitFor();
  expect(
    await tree
      .getByText(/^(True|False)/)
      .first()
      .innerText(),
  ).toBe('True');
  await tree.getByRole('link', { name: /^Run / }).click();
  await page.waitForURL(/\/runs\/\?id=/);
  await page.getByRole('link', { name: 'always', exact: true }).click();
  await tree.getByText('Asked for 1').waitFor();
  await page.goto(`${page.url()}000`);
  await page.getByText('This evaluation is not kept').waitFor();
});
