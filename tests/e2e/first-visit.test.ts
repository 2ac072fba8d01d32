import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { materializeAll, runStatus } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => {
  server = await serveApp();
  mkdirSync('tests/artefacts', { recursive: true });
});
afterAll(() => server.close());
beforeEach(async () => {
  browser = await startBrowser();
  return () => browser.dispose();
});

const asset = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const cakes = [
  'ingredients',
  'mixedDough',
  'bakedCakes',
  'productionAnalysis',
  'typeDistribution',
  'topCakes',
];

async function firstVisit(): Promise<Page> {
  const page = await browser.open(server.url);
  await page.waitForURL(/\/notebook\/\?id=/);
  await page.getByText('ingredients').first().waitFor();
  return page;
}

test('the first visit opens the cakes; one press materializes them, and all is there after a reload', async () => {
  const page = await firstVisit();
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  for (const cake of cakes) await asset(page, cake).getByText('Fresh').waitFor();
  await page.screenshot({ path: 'tests/artefacts/cake.png', fullPage: true });

  await page.reload();
  for (const cake of cakes) await asset(page, cake).getByText('Fresh').waitFor();
  await asset(page, 'topCakes').scrollIntoViewIfNeeded();
  await asset(page, 'topCakes')
    .getByText(/\d+ rows/)
    .first()
    .waitFor();

  await runStatus(page, 'Success').click();
  await page.getByRole('tab', { name: 'Results' }).click();
  for (const cake of cakes) await page.getByText(cake).filter({ visible: true }).first().waitFor();
  await page.screenshot({ path: 'tests/artefacts/run.png' });
  expect(browser.errors).toEqual([]);
});

/** Keeps requests for `pattern` waiting until what it answers is called. */
async function holdBack(pattern: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await browser.context.route(pattern, async (route) => (await released, route.continue()));
  return release;
}

test('what a newcomer types before the instance is there outlives a reload', async () => {
  const release = await holdBack('**/sqlite3*.wasm');
  const page = await browser.open(server.url);
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('\n// typed early');
  await page.getByText('Saving…').waitFor();
  await page.reload();
  release();
  await page.getByText('// typed early').waitFor();
  await page.getByText('Saved').waitFor();
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('dagbook'))),
  ).toEqual(['dagbook-visited']);
  await page.getByRole('link', { name: 'Notebooks' }).first().click();
  await page.getByRole('link', { name: 'Cake pipeline' }).waitFor();
});

test('what a newcomer asks for before the instance is there is done once it is', async () => {
  const release = await holdBack('**/sqlite3*.wasm');
  const page = await browser.open(server.url);
  await page.locator('.cm-content').first().click();
  await page.keyboard.type('// typed early\n');
  await materializeAll(page);
  release();
  await runStatus(page, 'Success').waitFor();
  await page.getByText('Saved').waitFor();
  await page.reload();
  await page.getByText('// typed early').waitFor();
});

test('the instance is fetched only when a newcomer can type', async () => {
  const page = await browser.context.newPage();
  const { promise: editors, resolve } = Promise.withResolvers<number>();
  await page.route('**/workers/instance-*.js', async (route) => {
    resolve(await page.locator('.cm-content').count());
    await route.continue();
  });
  await page.goto(server.url);
  expect(await editors).toBeGreaterThan(0);
  await page.getByText('Saved').waitFor();
});

const halfWay = ['**/cake.nb.ts', '**/recipes.json'];
test.each(halfWay)('whoever goes elsewhere while the example waits for %s stays there', async (file) => {
  const release = await holdBack(file);
  const page = await browser.open(server.url);
  await page.waitForRequest(file);
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.waitForURL(/\/runs\/$/);
  release();
  await page.waitForLoadState('networkidle');
  expect(new URL(page.url()).pathname).toBe('/runs/');
  await page.getByRole('link', { name: 'Notebooks' }).click();
  await page.getByRole('link', { name: 'Cake pipeline' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('without the server: reload, materialize, and look at everything', async () => {
  await browser.dispose();
  browser = await startBrowser({ isStored: true, isChecked: true });
  const host = await serveApp('/sub/folder/');
  const page = await browser.open(host.url);
  await page.waitForURL(/\/notebook\/\?id=/);
  await page.getByText('ingredients').first().waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await host.close();

  await page.reload();
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  for (const path of ['runs/', 'assets/', 'lineage/']) {
    await page.goto(host.url + path);
    await page.getByText('ingredients').filter({ visible: true }).first().waitFor();
  }
  await page.screenshot({ path: 'tests/artefacts/lineage.png' });
});

test('on a phone, in the dark, in Korean: the same notebook', async () => {
  const page = await firstVisit();
  await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'ko'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.getByRole('button', { name: '모두 구체화' }).click();
  await page.getByRole('link', { name: /성공/ }).first().waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(overflow).toBe(false);
  await page.screenshot({ path: 'tests/artefacts/phone.png' });
});
