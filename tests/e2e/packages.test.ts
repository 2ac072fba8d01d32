import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRegistry } from '../fixtures/package-registry';
import { serveApp, startBrowser, type Browser } from './app';
import { askInstance } from './ask-instance';
import { materializeAll, notebookOf, previewFile, runStatus, skipExample } from './notebook-page';

let browser: Browser;
let server: Awaited<ReturnType<typeof serveApp>>;
let registry: Awaited<ReturnType<typeof startRegistry>>;
beforeAll(async () => {
  browser = await startBrowser({ isStored: true });
  server = await serveApp();
  registry = await startRegistry({
    'sums@1.0.0': {
      'package.json': '{ "types": "index.d.ts", "dependencies": { "ones": "^1.0.0" } }',
      'index.js': 'exports.sum = (a, b) => a + b + require("ones");',
      'index.d.ts': 'export const sum: (a: number, b: number) => number;',
    },
    'ones@1.1.0': { 'index.js': 'module.exports = 1;' },
    '@jsr/std__tens@1.0.0': { 'index.js': 'exports.tens = 10;' },
    'forged@1.0.0': { files: { 'index.js': '1' }, integrity: `sha512-${btoa('x'.repeat(64))}` },
  });
  await skipExample(browser.context);
});
afterAll(async () => {
  registry.close();
  await browser.dispose();
  await server.close();
});

test('a package is fetched when somebody adds it, not before, and is there without network', async () => {
  const page = await browser.open(server.url);
  const cells = [
    'import { sum } from "sums";',
    'export const total = asset(() => sum(1, 2).toFixed(1));',
    'import { tens } from "jsr:@std/tens@1";\nexport const ten = tens;',
  ];
  await previewFile(page, 'sums.nb.ts', notebookOf('Sums', cells));
  await page.getByRole('button', { name: 'Packages', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Packages' });
  await panel.getByRole('button', { name: 'Change' }).click();
  const npm = panel.getByRole('textbox', { name: 'Registry of npm packages' });
  await npm.fill('registry.example');
  await panel.getByText('Write an address that begins with').waitFor();
  await npm.fill(server.url);
  await panel.getByRole('textbox', { name: 'Registry of JSR packages' }).fill(registry.url);
  await panel.getByRole('button', { name: 'Test' }).click();
  await panel.getByText('it does not answer as a registry of npm').waitFor();
  await npm.fill(registry.url);
  await panel.getByRole('button', { name: 'Test' }).click();
  await page.getByText('Both answer as registries').waitFor();
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByText(`Fetched once from ${registry.url}`).waitFor();
  const asked = registry.asked.length;
  const row = panel.getByRole('listitem').filter({ hasText: 'sums' });
  await expect.poll(() => row.innerText()).toContain('not here');
  await row.getByRole('button', { name: 'Add' }).click();
  await panel.getByText('nothing is fetched for it').waitFor();

  await page.getByRole('button', { name: 'Run in sandbox' }).click();
  const missing = page.locator('[data-cell=cell0001] .message', { hasText: 'There is no package "sums"' });
  await missing.waitFor();
  expect(registry.asked.length).toBe(asked);
  await row.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Added sums@1.0.0').waitFor();
  await expect.poll(() => row.innerText()).toMatch(/1\.0\.0[\s\S]*from npm[\s\S]*with 1 other/);
  await missing.waitFor({ state: 'detached' });
  await materializeAll(page);
  await runStatus(page, 'Success').waitFor();
  await page.getByText('4.0').first().waitFor();

  await panel
    .getByRole('listitem')
    .filter({ hasText: 'jsr:@std/tens@1' })
    .getByRole('button', { name: 'Add' })
    .click();
  await page.getByText('Added @jsr/std__tens@1.0.0').waitFor();
  await page.locator('[data-cell=cell0003] .message').waitFor({ state: 'detached' });

  await panel.getByRole('textbox').fill('forged');
  await panel.getByRole('textbox').press('Enter');
  await panel.locator('.message').getByText('not those that the registry promises').waitFor();

  await page.evaluate(() => navigator.serviceWorker.ready);
  registry.close();
  await server.close();
  await page.reload();
  await page.getByText('4.0').first().waitFor();
  await materializeAll(page);
  await expect.poll(async () => (await askInstance(page, 'listRuns', {})).map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS']); // prettier-ignore
  const names = (await page.locator('[data-cell=cell0001] .error').allInnerTexts()).join();
  expect(names).toBe('');

  await row.getByRole('button', { name: 'Remove sums' }).click();
  await expect.poll(() => row.innerText()).toContain('not here');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => row.innerText()).toContain('from npm');
});
