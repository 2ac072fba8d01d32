import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toFragment } from '$lib/notebook/formats/source-link';
import { serveApp, startBrowser, type Browser } from './app';
import { materializeAll, notebookOf, previewFile, runStatus, skipExample } from './notebook-page';

// A notebook that came from outside runs, talks and reads secrets only after somebody allowed just that.

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let page: Page;

/** A host out there; it takes down who asks it. */
const seen: string[] = [];
const outside = createServer((request, response) => {
  seen.push(request.url!);
  response.setHeader('access-control-allow-origin', '*');
  response.end('reached');
});

beforeAll(async () => {
  server = await serveApp();
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  browser = await startBrowser();
  await skipExample(browser.context);
  // Only an installed app is given files.
  await browser.context.addInitScript(() => {
    const setConsumer = (launch: unknown) => Object.assign(window, { launch });
    Object.defineProperty(window, 'launchQueue', { value: { setConsumer } });
  });
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await browser.dispose();
  outside.close();
  outside.closeAllConnections();
  await server.close();
});
beforeEach(async () => {
  page = await browser.open(server.url);
  return () => page.close();
});

const host = () => `localhost:${(outside.address() as AddressInfo).port}`;
const nosy = (permissions: object) =>
  notebookOf('Nosy', [
    `await fetch('http://${host()}/on-load').catch(() => {});`,
    `export const asked = asset(async () => (await fetch('http://${host()}/asked')).status);`,
  ]).replace('"title"', `"permissions": ${JSON.stringify(permissions)},\n//   "title"`);

test('nothing of it runs before it is allowed, and then only in the sandbox', async () => {
  await previewFile(page, 'nosy.nb.ts', nosy({}));
  await page.getByText('Preview: nothing of this notebook runs').waitFor();
  expect(await page.getByRole('button', { name: 'Materialize all' }).isDisabled()).toBe(true);
  await page.reload();
  await page.getByRole('button', { name: 'Run in sandbox' }).click();
  await materializeAll(page);
  await runStatus(page, 'Failed').waitFor();
  expect(seen).toEqual([]);
});

test('a file that is dropped, or opened with the installed app, is only shown, and so is what is pasted into it', async () => {
  const isPreview = () => page.getByText('Preview: nothing of this notebook runs').waitFor();
  const text = nosy({ hosts: [host()] });
  await page.getByRole('button', { name: 'Open file…' }).first().waitFor();
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'dropped.nb.ts'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  }, text);
  await page.waitForURL(/\/notebook\/\?id=/);
  await isPreview();

  const dropped = page.url();
  await page.evaluate(async (text) => {
    const handle = await (
      await navigator.storage.getDirectory()
    ).getFileHandle('launched.nb.ts', { create: true });
    const writable = await handle.createWritable();
    await writable.write(text);
    await writable.close();
    (window as unknown as { launch: (launch: object) => void }).launch({ files: [handle] });
  }, text);
  await page.waitForURL((url) => url.pathname === '/notebook/' && url.href.split('#')[0] !== dropped);
  await isPreview();
  await page.getByText('launched.nb.ts', { exact: true }).waitFor();

  await page.evaluate(
    (text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
    },
    text.replaceAll('asked', 'pasted'),
  );
  await page.getByText('export const pasted').first().waitFor();
  await page.getByText('Saved', { exact: true }).waitFor();
  await isPreview();
  expect(seen).toEqual([]);
});

test('it reaches a host that it declared and was granted, until that is revoked', async () => {
  await previewFile(page, 'nosy.nb.ts', nosy({ hosts: [host()] }));
  await page.getByText(`talk to ${host()}`).waitFor();
  await page.getByRole('button', { name: 'Run and grant' }).click();
  await expect.poll(() => seen.length).toBeGreaterThan(0);

  await page.goto(`${server.url}deployment/?tab=settings`);
  await page.getByRole('button', { name: 'Revoke' }).last().click();
  await page.getByText('Nosy is only shown from now on').waitFor();
});

test('a link holds the notebook, and opens it in preview', async () => {
  const fragment = await toFragment(notebookOf('By link', ['export const one = asset(() => 1);']));
  const linked = await browser.open(`${server.url}#${fragment}`);
  await linked.getByRole('button', { name: 'Run in sandbox' }).click();
  await materializeAll(linked);
  await runStatus(linked, 'Success').waitFor();

  await linked.getByRole('button', { name: 'Share' }).click();
  await linked.getByRole('button', { name: 'Copy link' }).click();
  await linked.getByText('The link is copied').waitFor();
  expect(await linked.evaluate(() => navigator.clipboard.readText())).toContain('#code=');
  await linked.close();
});

test('a Jupyter notebook opens as one of ours', async () => {
  const cells = [
    { id: 'one', cell_type: 'code', metadata: {}, outputs: [], source: 'export const one = 1;' },
  ];
  const metadata = { language_info: { name: 'typescript' } };
  await previewFile(
    page,
    'jupyter.ipynb',
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }),
  );
  await page.getByRole('textbox', { name: 'Title of the notebook' }).waitFor();
  await page.getByText('export const one = 1;').first().waitFor();
});
