import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { serveApp, startBrowser, type Browser } from './app';
import { materializeAll, notebookOf, openNotebookFile, runStatus, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => void (server = await serveApp()));
afterAll(() => server.close());
beforeEach(async () => {
  browser = await startBrowser();
  return () => browser.dispose();
});

const one = notebookOf('One', ['export const one = asset(() => 1);']);

test('a frozen leader gives way: another tab goes on, and the frozen one is a member again when it wakes', async () => {
  await skipExample(browser.context);
  const leading = await browser.open(server.url);
  await openNotebookFile(leading, one);
  const other = await browser.open(leading.url());
  await other.getByText('export const one').waitFor();
  const frozen = await browser.context.newCDPSession(leading);
  await frozen.send('Page.setWebLifecycleState', { state: 'frozen' });

  await materializeAll(other);
  await runStatus(other, 'Success').waitFor();

  await frozen.send('Page.setWebLifecycleState', { state: 'active' });
  await leading.bringToFront();
  await runStatus(leading, 'Success').waitFor();
  await materializeAll(leading);
  await expect.poll(() => leading.getByText('1 of 1 step').count()).toBe(1);
});

test('where there are no files (a private window): said in words, and the app works until it is closed', async () => {
  await skipExample(browser.context);
  await browser.context.route(/workers\/instance-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const without =
      'navigator.storage.getDirectory = () => Promise.reject(new DOMException("no", "SecurityError"));';
    await route.fulfill({ response, body: without + (await response.text()) });
  });
  const page = await browser.open(server.url);
  await openNotebookFile(page, one);
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  await page.goto(`${server.url}deployment/`);
  await page
    .getByText(/keeps no files/)
    .first()
    .waitFor();
});

test('what is not there is told, with the notebooks that do not load, which may define it', async () => {
  await skipExample(browser.context);
  const page = await browser.open(server.url);
  await openNotebookFile(page, one);
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  await page.goto(`${server.url}?list`);
  await openNotebookFile(page, notebookOf('Torn', ['export const torn = asset(() => { return nowhere( );']));
  await page.getByText('Unexpected token').locator('visible=true').first().waitFor();
  for (const path of ['assets/?key=torn', 'automation/?location=a&name=torn']) {
    await page.goto(server.url + path);
    await page.getByText('There is no such').waitFor();
    await page.getByRole('link', { name: 'Torn' }).waitFor();
    await page.getByRole('link', { name: /^cell0001:1/ }).waitFor();
  }
  await page.goto(`${server.url}backfills/?id=none`);
  await page.getByText('There is no such backfill').waitFor();
  await page.goto(`${server.url}deployment/`);
  await page.getByRole('button', { name: 'Load Torn' }).click();
  await page.getByText('Errors: 1').waitFor();

  await page.goto(`${server.url}runs/`);
  await page.getByRole('link', { name: 'one', exact: true }).click();
  await page.getByRole('tab', { name: 'Events' }).waitFor();
  const run = page.url();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.goto(run);
  await page.getByText('There is no such run').waitFor();
});

/** Goes there as by a link, and waits until nothing in view loads or moves. */
async function follow(page: Page, url: string): Promise<void> {
  await page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    document.body.append(link);
    link.click();
    link.remove();
  }, url);
  await page.waitForURL(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
}

/** What is out of view is loaded when it is scrolled to. */
const settled = (page: Page) =>
  page.waitForFunction(
    () =>
      ![...document.querySelectorAll('.spinner')].some(
        (each) => each.checkVisibility() && each.getBoundingClientRect().top < innerHeight,
      ) &&
      document
        .getAnimations()
        .every(
          ({ effect, playState }) =>
            playState !== 'running' || effect?.getComputedTiming().iterations === Infinity,
        ),
  );

/** Pictures of a page, wide and narrow, beside the results of the tests: to be looked at by people. */
async function keepScreens(page: Page, url: string, scheme: string): Promise<void> {
  const name = url.slice(server.url.length).replace(/(?<=id=)[^&]+/, 'one').replaceAll(/[^\w]+/g, '-'); // prettier-ignore
  const before = page.viewportSize();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const path = `tests/artefacts/screens/${name}.${scheme}.${width}.jpg`;
    await page.screenshot({ path, type: 'jpeg', quality: 70 });
  }
  if (before) await page.setViewportSize(before);
}

test('every page passes axe, light and dark', async () => {
  const page = await browser.open(server.url);
  await page.waitForURL(/\/notebook\/\?id=/);
  const notebook = page.url();
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  const run = await runStatus(page, 'Success').getAttribute('href');
  const found: string[] = [];
  const paths = [
    '?list',
    'lineage/',
    'assets/?by=kind',
    'assets/?key=bakedCakes',
    'assets/?key=bakedCakes&tab=plots',
    'assets/?key=bakedCakes&tab=lineage',
    'runs/',
    'jobs/',
    'runs/?view=timeline',
    'automation/',
    'backfills/',
    'deployment/',
    'deployment/?tab=settings',
    'deployment/?tab=storage',
    'documents/',
  ];
  for (const url of [
    notebook,
    new URL(run ?? '', notebook).href,
    ...paths.map((path) => server.url + path),
  ]) {
    await follow(page, url);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      // What is not colour is the same in both schemes.
      const axe = new AxeBuilder({ page });
      const { violations } = await (
        colorScheme === 'light' ? axe : axe.withRules('color-contrast')
      ).analyze();
      await keepScreens(page, url, colorScheme);
      for (const { id, nodes } of violations) found.push(`${url} (${colorScheme}): ${id} ${nodes[0]?.html}`);
    }
  }
  expect(found).toEqual([]);

  // Everything is found from everywhere, by keyboard, and by a button where there is none.
  await page.keyboard.press('/');
  await page.getByPlaceholder(/^Go to an asset/).fill('baked');
  await page.getByRole('option', { name: /^bakedCakes Asset/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'bakedCakes' }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByPlaceholder(/^Go to an asset/).fill('>go to runs');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
}, 120_000);
