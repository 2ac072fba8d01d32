import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';

let browser: Browser;
beforeAll(async () => void (browser = await startBrowser()));
afterAll(() => browser.dispose());

test.each(['/', '/sub/folder/'])('every page opens under %s without an error', async (base) => {
  const server = await serveApp(base);
  for (const path of ['', 'runs/', 'assets/', 'lineage/', 'deployment/', 'runs']) {
    const page = await browser.open(server.url + path);
    await expect.poll(() => page.title()).toMatch(/Dagbook/);
    await page.getByRole('main').waitFor();
    await page.close();
  }
  await server.close();
  expect(browser.errors).toEqual([]);
});

test('the profile outlives a killed browser', async () => {
  const server = await serveApp();
  const page = await browser.open(server.url);
  // Not in localStorage, which Chromium writes when it likes to.
  await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle('kept', { create: true })).createWritable();
    await file.write('yes');
    await file.close();
  });
  await browser.close();
  browser = await browser.reopen();
  const again = await browser.open(server.url);
  await browser.kill();
  await expect(again.title()).rejects.toThrow();
  browser = await browser.reopen();
  const last = await browser.open(server.url);
  const kept = await last.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle('kept')).getFile()).text();
  });
  expect(kept).toBe('yes');
  await server.close();
});

test('an address that does not exist leads home', async () => {
  for (const base of ['/', '/sub/folder/']) {
    const server = await serveApp(base);
    const page = await browser.open(`${server.url}no/such/page`);
    await expect.poll(() => page.getByRole('link').first().getAttribute('href')).toBe(base);
    await server.close();
  }
});
