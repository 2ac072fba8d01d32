import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { serveApp, startBrowser } from '../e2e/app';
import { writeInstanceFile } from './generated/instance-file';
import { restoreInstance } from './generated/restore-instance';
import { hugeSizes, smallSizes, type Sizes } from './generated/sizes';
import { median, type Measure, type Measurement } from './measure';

/** In ms: a page is there sooner than a person notices; a log of 100,000 events may take a moment more. */
const interactive = 300;
const longLog = 500;
/** Of all pages; about 100, 500 and 1,000 navigations. By the second, all is compiled that ever will be. */
const laps = [8, 42, 84];
/** A page that is not there by then is not waited for (ms). */
const patience = 20_000;

const places = ['Notebooks', 'Lineage', 'Assets', 'Jobs', 'Runs', 'Automation', 'Backfills', 'Deployment'];
/** Those whose first row is followed, too. */
const lists = ['Notebooks', 'Assets', 'Jobs', 'Runs', 'Automation'];

/** How soon the pages of a huge instance are there after a click, and what a thousand of them leave in memory. */
export const pages: Measure = async () => [
  ...(await withInstance(hugeSizes, speed)),
  ...(await withInstance(smallSizes, memory)),
];

async function withInstance(
  sizes: Sizes,
  measure: (page: Page) => Promise<readonly Measurement[]>,
): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dagbook-bench-'));
  const file = join(folder, 'generated.dagbook-backup');
  await writeInstanceFile(file, sizes);
  const server = await serveApp();
  const browser = await startBrowser({ isChecked: true });
  try {
    const page = await browser.open(server.url);
    await restoreInstance(page, server.url, file);
    return await measure(page);
  } finally {
    await browser.dispose();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

async function speed(page: Page): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  const times = new Map<string, number[]>(places.map((place) => [place, []]));
  for (let round = 0; round < 6; round++)
    for (const place of places) times.get(place)!.push(await visit(page, `nav a:has-text("${place}")`));
  for (const [place, [first = NaN, ...later]] of times) {
    const middle = await median(later.length, async () => later.pop()!);
    rows.push(
      within(`${place} after a click, of a huge instance`, middle, interactive, `, first ${ms(first)}`),
    );
  }
  const log = await median(3, async () => {
    await visit(page, 'nav a:has-text("Runs")');
    return visit(page, 'main tbody tr:first-child a');
  });
  return [...rows, within('a run with 100,000 events after a click', log, longLog)];
}

const ms = (time: number) => `${time.toFixed(0)} ms`;

const within = (what: string, time: number, most: number, more = ''): Measurement => ({
  what,
  value: ms(time) + more,
  yardstick: `the aim of ${most} ms`,
  ratio: time / most,
  aim: { atMost: 1 },
});

/** Ms from a click to the end of the first frame of another page that waits for nothing more; at most `patience`. */
const visit = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate(
      (link, patience) =>
        new Promise<number>((resolve) => {
          const before = document.querySelector('main h1');
          const begun = performance.now();
          (link as HTMLElement).click();
          requestAnimationFrame(function look() {
            const heading = document.querySelector('main h1');
            const isThere = heading && heading !== before && !document.querySelector('main .spinner');
            if (!isThere && performance.now() - begun < patience) return void requestAnimationFrame(look);
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - begun);
            port2.postMessage(0);
          });
        }),
      patience,
    );

/** Bytes of the page's heap after some laps through all pages. */
async function memory(page: Page): Promise<readonly Measurement[]> {
  const session = await page.context().newCDPSession(page);
  const sizes: number[] = [];
  for (let lap = 1; lap <= laps.at(-1)!; lap++) {
    for (const place of places) {
      await visit(page, `nav a:has-text("${place}")`);
      if (lists.includes(place)) await visit(page, 'main tbody tr a');
    }
    if (!laps.includes(lap)) continue;
    await session.send('HeapProfiler.collectGarbage');
    sizes.push((await session.send('Runtime.getHeapUsage')).usedSize);
  }
  const [first = NaN, settled = NaN, last = NaN] = sizes;
  const [begun, early, late] = laps.map((lap) => lap * (places.length + lists.length));
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    {
      what: `memory after ${late} navigations`,
      value: mb(last),
      yardstick: `after ${early} of them: ${mb(settled)}, after ${begun}: ${mb(first)}`,
      ratio: last / settled,
      aim: { atMost: 1.1 },
    },
  ];
}
