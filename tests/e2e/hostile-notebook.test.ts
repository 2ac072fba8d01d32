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

/** Taking the types away from this would last for years. The next cell begins as if it went on with it. */
const trap = 'f<T>('.repeat(60);

test('a notebook that takes for ever to compile hangs neither the app nor other tabs, and says why', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf('Trap', [trap, '(1 + 2);', 'export const a = asset(() => 1);']));
  const other = await browser.open(server.url);
  const started = performance.now();
  await other.getByRole('link', { name: 'Trap' }).first().waitFor();
  expect(performance.now() - started).toBeLessThan(4_000);

  await page
    .getByRole('alert')
    .filter({ hasText: /Trap was given up: after 5 s/ })
    .first()
    .waitFor({ timeout: 15_000 });
  await page
    .locator('[data-cell="cell0001"]')
    .getByText(/never closed/)
    .waitFor();

  await openNotebookFile(other, notebookOf('Good', ['export const good = asset(() => 7);']));
  await materializeAll(other);
  await runStatus(other, 'Success').waitFor();
});
