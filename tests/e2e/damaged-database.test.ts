import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { notebookOf, openNotebookFile, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
beforeAll(async () => void (server = await serveApp()));
afterAll(() => server.close());
beforeEach(async () => {
  browser = await startBrowser();
  await skipExample(browser.context);
  return () => browser.dispose();
});

test('a database with flipped bytes is told with the choices there are; nothing is reset by itself', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, notebookOf('Kept', ['export const kept = asset(() => 1);']));
  await page.getByRole('region', { name: 'kept', exact: true }).waitFor();

  // Without the app, whose worker holds the files.
  await page.goto(`${server.url.replace(/\/$/, '')}/favicon.svg`);
  const flipped = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('dagbook-database');
    let count = 0;
    async function flip(directory: FileSystemDirectoryHandle): Promise<void> {
      for await (const handle of directory.values()) {
        if (handle.kind === 'directory') await flip(handle as FileSystemDirectoryHandle);
        else {
          const file = await (handle as FileSystemFileHandle).getFile();
          if (file.size < 12_000) continue;
          const writable = await (handle as FileSystemFileHandle).createWritable({ keepExistingData: true });
          // The first bytes of each file say its name; the database begins at 4096.
          await writable.write({ type: 'write', position: 4096, data: new Uint8Array(2048).fill(0x5a) });
          await writable.close();
          count++;
        }
      }
    }
    await flip(folder);
    return count;
  });
  expect(flipped).toBeGreaterThan(0);

  await page.goto(server.url);
  await page.getByText('DatabaseDamaged', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Set it aside and start empty' }).click();
  await page.getByText('DatabaseDamaged', { exact: true }).waitFor({ state: 'detached' });
  await openNotebookFile(page, notebookOf('New', ['export const fresh = asset(() => 1);']));
  await page.getByRole('region', { name: 'fresh', exact: true }).waitFor();
  const aside = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const names: string[] = [];
    for await (const name of (await root.getDirectoryHandle('dagbook-database-aside')).keys())
      names.push(name);
    return names;
  });
  expect(aside.length).toBeGreaterThan(0);
});
