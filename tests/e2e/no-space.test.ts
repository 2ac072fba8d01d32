import type { CDPSession } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveApp, startBrowser, type Browser } from './app';
import { askInstance } from './ask-instance';
import { notebookOf, openNotebookFile, skipExample } from './notebook-page';

let server: Awaited<ReturnType<typeof serveApp>>;
let browser: Browser;
let control: CDPSession;
beforeAll(async () => void (server = await serveApp()));
afterAll(() => server.close());
beforeEach(async () => {
  browser = await startBrowser();
  await skipExample(browser.context);
  control = await browser.context.newCDPSession(await browser.context.newPage());
  return () => browser.dispose();
});

async function usedSpace(): Promise<number> {
  return (await control.send('Storage.getUsageAndQuota', { origin: new URL(server.url).origin })).usage;
}

/** Gives the origin so many bytes more than it has; without a number as many as it likes. */
async function limitSpace(more?: number): Promise<void> {
  const { origin } = new URL(server.url);
  const usage = await usedSpace();
  await control.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(more !== undefined && { quotaSize: usage + more }),
  });
}

/** Bytes that no disk can make smaller. */
const noise = `(size) => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65536)));
  return bytes;
}`;

const hungry = notebookOf('Hungry', [
  `import { ioManager, StaticPartitionsDefinition } from 'dagbook';
const noise = ${noise};
export const lake = ioManager(() => ({
  handleOutput: async ({ store, path, encode }, value) => store.write(path, await encode(value)),
  loadInput: async ({ store, path, decode }) => decode(await store.read(path)),
}));
export const small = asset(() => 7);
export const file = asset(() => noise(20_000_000));
export const byManager = asset({ ioManagerKey: 'lake' }, () => noise(20_000_000));
const partitionsDef = new StaticPartitionsDefinition(Array.from({ length: 100 }, (_, at) => String(at)));
export const rows = asset({ partitionsDef }, (_, { partitionKeys }) =>
  Object.fromEntries(partitionKeys.map((key) => [key, noise(200_000)])));`,
]);

const launches = [
  { selection: 'file' },
  { selection: 'byManager' },
  { selection: 'rows', partition: '0...99' },
];

test('space is used up in the middle of a run: it fails and says so; when there is space again all works on', async () => {
  const page = await browser.open(server.url);
  await openNotebookFile(page, hungry);
  await page.getByRole('region', { name: 'small', exact: true }).waitFor();
  const address = page.url();
  const location = new URL(address).searchParams.get('id')!;
  /** Launches, waits for the end, and answers the run. */
  async function run(what: { readonly selection: string; readonly partition?: string }) {
    const { runId } = await askInstance(page, 'launchRun', { location, ...what });
    const status = async () => (await askInstance(page, 'getRun', runId))?.status;
    await expect.poll(status, { timeout: 30_000 }).toMatch(/SUCCESS|FAILURE/);
    return (await askInstance(page, 'getRun', runId))!;
  }
  const before = await run({ selection: 'small' });
  const log = await askInstance(page, 'runEvents', before.id);

  for (const what of launches) {
    await limitSpace(6_000_000);
    const failed = await run(what);
    expect([what, failed.status]).toEqual([what, 'FAILURE']);
    const events = await askInstance(page, 'runEvents', failed.id);
    expect(JSON.stringify(events), 'all causes can be read').not.toContain('[object Object]');
    await page.goto(`${server.url}runs/?id=${failed.id}&tab=errors`);
    await page.getByText('There is no space left to store').first().waitFor();
    await page.getByText('Free some disk space').first().waitFor();
    await page.goto(address);
    await page.getByRole('region', { name: 'small', exact: true }).getByText('7', { exact: true }).waitFor();

    await limitSpace();
    expect([what, (await run(what)).status]).toEqual([what, 'SUCCESS']);
  }
  // The database is looked through when it is opened.
  await page.reload();
  expect(await askInstance(page, 'runEvents', before.id)).toEqual(log);
  const runs = await askInstance(page, 'listRuns');
  expect(runs.map(({ status }) => status)).toEqual(
    [...launches.flatMap(() => ['SUCCESS', 'FAILURE']), 'SUCCESS'],
  ); // prettier-ignore

  // Not one byte is left when the app is opened: what is here can be seen, and deleted.
  const whileOpen = await usedSpace();
  await page.goto('about:blank');
  // What the browser had set aside for open files is given back.
  await expect.poll(usedSpace).toBeLessThan(whileOpen - 4_000_000);
  await limitSpace(0);
  await page.goto(address);
  await page.getByText('There is no space left: what is here').waitFor();
  await page.getByRole('region', { name: 'small', exact: true }).getByText('7', { exact: true }).waitFor();
  await askInstance(page, 'deleteRun', before.id);
  await limitSpace();
  await page.reload();
  await page.getByRole('region', { name: 'small', exact: true }).waitFor();
  expect(await askInstance(page, 'getRun', before.id)).toBeUndefined();
  expect(await page.getByText('There is no space left: what is here').count()).toBe(0);
});
