import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serveApp, startBrowser } from '../e2e/app';
import type { Measure } from './measure';

const limit = 700_000;

/** What the first page loads, up to a cursor in the first cell: the bytes that go over the wire with gzip. */
export const shellSize: Measure = async () => {
  const server = await serveApp();
  const browser = await startBrowser();
  const loaded = new Set<string>();
  // The service worker fetches everything for later; only what the page itself waits for is counted.
  await browser.context.addInitScript(() =>
    Object.defineProperty(navigator, 'serviceWorker', { value: undefined }),
  );
  browser.context.on('response', (response) => {
    if (response.ok() && response.url().startsWith(server.url)) loaded.add(new URL(response.url()).pathname);
  });
  const page = await browser.open(server.url);
  await page.waitForLoadState('networkidle');
  const cell = page.locator('[data-cell], .cm-content').first();
  if (await cell.isVisible()) {
    await cell.click();
    await page.waitForLoadState('networkidle');
  }
  await browser.dispose();
  await server.close();

  const bytes = [...loaded]
    .map((path) => join('build', path.endsWith('/') ? `${path}index.html` : path))
    .reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  return [
    {
      what: `shell until the first edit, ${loaded.size} files`,
      value: `${(bytes / 1000).toFixed(0)} kB gzip`,
      yardstick: `the aim of ${limit / 1000} kB`,
      ratio: bytes / limit,
      aim: { atMost: 1 },
    },
  ];
};
