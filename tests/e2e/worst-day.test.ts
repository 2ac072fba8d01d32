import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const pause = (ms: number) => `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;

/** `first` is quick, `second` takes its time, `third` needs it. */
const slow = notebookOf('Slow', [
  'export const first = asset(() => 1);',
  `export const second = asset({ ins: { first } }, async ({ first }) => { ${pause(4000)} return first + 1; });`,
  'export const third = asset({ ins: { second } }, ({ second }) => second + 1);',
]);

async function openNotebook(source: string): Promise<Page> {
  await skipExample(browser.context);
  const page = await browser.open(server.url);
  await openNotebookFile(page, source);
  return page;
}

const asset = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** The steps that have an event of that type, as the run's page lists them. */
async function stepsWith(page: Page, type: string): Promise<readonly string[]> {
  await page.getByPlaceholder('Filter by text').fill(type);
  const rows = page.locator(`[data-type="${type}"]`);
  await rows.first().waitFor();
  return (await rows.allInnerTexts()).map((text) => text.split(/\s+/)[1] ?? '');
}

test('a browser killed in the middle of a run resumes it from the steps without an end', async () => {
  let page = await openNotebook(slow);
  const address = page.url();
  await materializeAll(page);
  await asset(page, 'first').getByText('Fresh').waitFor();
  await asset(page, 'second').getByText('Running').waitFor();
  await browser.kill();

  browser = await browser.reopen();
  page = await browser.open(address);
  await runStatus(page, 'Success').waitFor({ timeout: 20_000 });
  for (const [name, value] of [
    ['first', '1'],
    ['second', '2'],
    ['third', '3'],
  ] as const)
    await asset(page, name).getByText(value, { exact: true }).waitFor();

  await runStatus(page, 'Success').click();
  await expect.poll(() => stepsWith(page, 'STEP_RESTARTED')).toEqual(['second']);
  await expect.poll(() => stepsWith(page, 'STEP_START')).toEqual(['first', 'second', 'third']);
  await expect.poll(() => stepsWith(page, 'ASSET_MATERIALIZATION')).toEqual(['first', 'second', 'third']);
});

test('a run goes on in another tab when the leading one is closed; what the follower launched is kept', async () => {
  const leading = await openNotebook(slow);
  const following = await browser.open(leading.url());
  await materializeAll(following);
  await asset(following, 'second').getByText('Running').waitFor();
  await leading.close();
  await runStatus(following, 'Success').waitFor({ timeout: 20_000 });
  await asset(following, 'third').getByText('3', { exact: true }).waitFor();
});

test('an endless loop is cancelled; the app answers meanwhile and works on', async () => {
  const page = await openNotebook(
    notebookOf('Loop', [
      'export const good = asset(() => 7);',
      'export const stuck = asset(() => { while (true) {} });',
    ]),
  );
  await page.getByRole('button', { name: 'Materialize stuck', exact: true }).click();
  await asset(page, 'stuck').getByText('Running').waitFor();
  await page.getByRole('link', { name: 'Assets' }).first().click();
  await page.waitForURL(/\/assets\//);
  await page.getByRole('link', { name: 'good', exact: true }).first().waitFor({ timeout: 2_000 });
  await page.goBack();

  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await runStatus(page, 'Canceled').waitFor({ timeout: 3_000 });
  await page.getByRole('button', { name: 'Materialize good', exact: true }).click();
  await asset(page, 'good').getByText('7', { exact: true }).waitFor();
});

test('a notebook that phones home reaches nobody, by its code, its text or its metadata', async () => {
  const calls: string[] = [];
  const probe = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('got it');
  });
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const home = `http://localhost:${(probe.address() as AddressInfo).port}`;
  const ways = [
    `fetch("${home}/fetch", { mode: "no-cors" })`,
    `import("${home}/import.js")`,
    `new Promise((done, failed) => Object.assign(new WebSocket("${home.replace('http', 'ws')}/socket"), { onopen: done, onerror: failed }))`,
    `Promise.resolve().then(() => { const request = new XMLHttpRequest(); request.open("GET", "${home}/xhr", false); request.send(); })`,
  ];
  const hostile = [
    `export const leak = asset(async () => { const out = []; for (const way of [${ways.map((way) => `() => ${way}`).join(', ')}]) { try { await way(); out.push("reached"); } catch { out.push("blocked"); } }`,
    `  return new MaterializeResult({ value: out.join(" "), metadata: { about: new (class { })() && "![](${home}/metadata.png)" } }); });`,
  ].join('\n');
  const text = `// %% [markdown] {"id":"markdown"}\n// ![picture](${home}/markdown.png) <img src="${home}/html.png">\n\n`;
  const page = await openNotebook(
    notebookOf('Phone home', [hostile]).replace('// %% {"id":"cell0000"}', `${text}// %% {"id":"cell0000"}`),
  );
  await materializeAll(page);
  await asset(page, 'leak').getByText('blocked blocked blocked blocked').waitFor();
  // Not that nobody is there, but the page's own policy.
  const outside = [`${home}/page`, home.replace('http', 'https'), 'https://example.com/'];
  const blocked = page.evaluate(async (addresses) => {
    const told: string[] = [];
    for (const address of addresses) {
      const violation = new Promise<SecurityPolicyViolationEvent>((resolve) =>
        addEventListener('securitypolicyviolation', resolve, { once: true }),
      );
      await fetch(address).catch(() => {});
      told.push((await violation).blockedURI);
    }
    return told;
  }, outside);
  expect(await blocked).toEqual(outside.map((address) => new URL(address).href));
  await fetch(`${home}/control`);
  probe.close();
  expect(calls).toEqual(['/control']);
});

test('an edit survives a kill right after it was saved, and a broken cell says where', async () => {
  let page = await openNotebook(notebookOf('Edits', ['export const one = asset(() => 1);']));
  const address = page.url();
  await page.getByText('export const one').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nexport const two = asset(() => 2 2);');
  await page.getByText('Saved').waitFor();
  // While somebody writes in a cell, what is not finished is not called wrong.
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByText(/Unexpected token/).count()).toBeGreaterThan(0);
  await browser.kill();

  browser = await browser.reopen();
  page = await browser.open(address);
  await page.getByText('2 2').waitFor();
});
