import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const withoutFiles =
  'if (globalThis.StorageManager) StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("", "SecurityError"));';

test('a window that keeps no files says so, and materializes values small and large until it is closed', async () => {
  await browser.context.addInitScript(withoutFiles);
  await browser.context.route(/\/workers\/instance-.*\.js$/, (route) => {
    const body = readFileSync(join('build', new URL(route.request().url()).pathname), 'utf8');
    return route.fulfill({ contentType: 'text/javascript', body: `${withoutFiles}\n${body}` });
  });
  const page = await browser.open(server.url);
  await page.getByText('This browser window keeps no files').waitFor();
  await openNotebookFile(
    page,
    notebookOf('Passing', [
      'export const small = asset(() => 7);',
      'export const large = asset(() => new Uint8Array(1_000_000));',
      'export const read = asset({ ins: { large } }, ({ large }) => large.length);',
    ]),
  );
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  await page
    .getByRole('region', { name: 'read', exact: true })
    .getByText(/^1,?000,?000$/)
    .waitFor();
  await page.getByRole('link', { name: 'Deployment' }).first().click();
  await page.getByText('This browser window keeps no files').first().waitFor();
  // The sandbox frames, where `skipExample` runs too, have no storage.
  expect(browser.errors.filter((error) => !error.includes('localStorage'))).toEqual([]);
});
