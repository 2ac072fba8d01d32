import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { serveApp, startBrowser } from '../e2e/app';
import type { Measure } from './measure';

const limit = 700_000;

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

/** What the first page loads, up to a cursor in the first cell: the bytes that go over the wire. */
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

  const files = [...loaded].map((path) =>
    readFileSync(join('build', path.endsWith('/') ? `${path}index.html` : path)),
  );
  const sum = (pack: (file: Buffer) => Buffer) => files.reduce((bytes, file) => bytes + pack(file).length, 0);
  const gzip = sum((file) => gzipSync(file, { level: 9 }));
  const brotli = sum((file) => brotliCompressSync(file));
  return [
    {
      what: `shell until the first edit, ${loaded.size} files`,
      value: `${kilobytes(gzip)} gzip, ${kilobytes(brotli)} brotli`,
      yardstick: `the aim of ${kilobytes(limit)} gzip`,
      ratio: gzip / limit,
      aim: { atMost: 1 },
    },
  ];
};
