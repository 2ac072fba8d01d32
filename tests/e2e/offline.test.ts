import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { beforeEach, expect, test } from 'vitest';
import { writePrecacheList } from '../../.scripts/precache.mjs';
import { serveFolder } from '../../.scripts/static-server.mjs';
import { serveApp, startBrowser, type Browser } from './app';
import { skipExample } from './notebook-page';

let browser: Browser;
beforeEach(async () => {
  browser = await startBrowser({ isStored: true });
  return () => browser.dispose();
});

/** Resolves when everything is in the cache and the service worker speaks for this page. */
const readyForOffline = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
  });

/** The browser would install it, and open files of ours with it. */
async function canBeInstalled(page: Page, url: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([]);
  const { manifest, errors, data = '' } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(manifest).toMatchObject({ scope: url, startUrl: url });
  // What it makes of these is not told.
  const [handler] = (JSON.parse(data) as { file_handlers: { accept: Record<string, string[]> }[] })
    .file_handlers;
  expect(Object.values(handler!.accept).flat()).toEqual(['.nb.ts', '.dagbook']);
}

const cacheNames = (page: Page) => page.evaluate(() => caches.keys());

test.each(['/', '/sub/folder/'])('one visit under %s, then without the server', async (base) => {
  const server = await serveApp(base);
  const page = await browser.open(server.url);
  await readyForOffline(page);
  await canBeInstalled(page, server.url);
  await server.close();

  await page.reload();
  await page.getByRole('main').waitFor();
  for (const path of ['runs/', 'runs?id=1', 'assets/?key=a', 'lineage']) {
    await page.goto(server.url + path);
    await page.getByRole('main').waitFor();
    expect(new URL(page.url()).pathname).toBe(`${base}${path.split(/[/?]/)[0]}/`);
  }
  await page.goto(`${server.url}no/such/page`);
  await expect.poll(() => page.getByRole('link').first().getAttribute('href')).toBe(base);

  const list = (await (await page.goto(`${server.url}precache.json`))?.json()) as {
    files: Record<string, string>;
  };
  await page.goto(server.url);
  const missing = await page.evaluate(async (paths) => {
    const answers = await Promise.all(
      paths.map(async (path) => (await fetch(path).catch(() => undefined))?.ok),
    );
    return paths.filter((_, at) => !answers[at]);
  }, Object.keys(list.files));
  expect(missing).toEqual([]);
});

test('a new version waits while two pages are open, and runs after the only page is loaded again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dagbook-version-'));
  cpSync('build', folder, { recursive: true });
  listPages(folder);
  const server = await serveFolder({ folder });
  await skipExample(browser.context);
  const page = await browser.open(server.url);
  await readyForOffline(page);
  const [before] = await cacheNames(page);

  publish(folder);
  const second = await browser.open(server.url);
  await second.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  await page.reload();
  await page.getByRole('main').waitFor();
  expect(await versionOf(page)).toBe('');
  expect(await cacheNames(page)).toContain(before);

  await second.close();
  // It comes by the first load, but where requests of the closed page keep the old one busy: then by the next.
  const soon = { timeout: 30_000, interval: 3_000 };
  const loaded = async () => {
    await page.reload({ waitUntil: 'commit' }).catch(() => {});
    await page.waitForSelector('[data-version=newer]', { state: 'attached', timeout: 3_000 }).catch(() => {});
    return versionOf(page).catch(() => '');
  };
  await expect.poll(loaded, soon).toBe('newer');
  await expect.poll(() => cacheNames(page).catch(() => [before]), soon).not.toContain(before);
  await server.close();
  rmSync(folder, { recursive: true });
});

const versionOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.version ?? '');

/** Puts another version on the host, as a deployment does: the same app with a mark in its page. */
function publish(folder: string): void {
  const change = (path: string, from: string | RegExp, to: string) =>
    writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replaceAll(from, to));
  const { version } = JSON.parse(readFileSync(join(folder, '_app/version.json'), 'utf8')) as {
    version: string;
  };
  change('_app/version.json', version, 'newer');
  change('service-worker.js', version, 'newer');
  change('index.html', '<html ', '<html data-version="newer" ');
  listPages(folder);
}

/** Only the pages are stored: which version runs depends on them, and the rest takes long. */
function listPages(folder: string): void {
  writePrecacheList(folder);
  const path = join(folder, 'precache.json');
  const { version, files } = JSON.parse(readFileSync(path, 'utf8')) as {
    version: string;
    files: Record<string, string>;
  };
  const pages = Object.entries(files).filter(([file]) => file.endsWith('.html'));
  writeFileSync(path, JSON.stringify({ version, files: Object.fromEntries(pages) }));
}
