import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { materializeAll, runStatus } from './notebook-page';

let browser: Browser;
let server: Awaited<ReturnType<typeof serveApp>>;
beforeAll(async () => {
  browser = await startBrowser();
  server = await serveApp();
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

/** These define jobs of ops and no asset. */
const withoutAssets = ['Op, graph, job', 'Executors'];

test('every example opens as a notebook, whose assets are known then', async () => {
  const page = await browser.open(server.url);
  const home = page.getByRole('link', { name: 'Notebooks' }).first();
  const examples = page.getByRole('region', { name: 'Examples' }).getByRole('button');
  // The first visit opens the first one by itself.
  for (let at = 0; at < 16; at++) {
    if (at > 0) await examples.nth(at).click();
    await page.waitForURL(/\/notebook\/\?id=/);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await home.click();
    await expect.poll(() => page.getByRole('row').count()).toBe(at + 2);
  }
  expect(await examples.count()).toBe(16);
  const titles = await page.getByRole('row').getByRole('link').allTextContents();
  for (const title of titles.filter((each) => !withoutAssets.includes(each.trim()))) {
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: title.trim(), exact: true }) });
    await expect.poll(() => row.textContent(), { message: title }).toMatch(/\d+ assets?/);
  }
  expect(browser.errors).toEqual([]);
});

test('tables in the store of a resource are there for the next step, in whichever worker', async () => {
  const page = await browser.open(server.url);
  await page.getByRole('link', { name: 'Basic dependency' }).click();
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  await page.getByText('3 of 3 steps').waitFor();
});
