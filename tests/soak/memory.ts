import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright';
import { serveApp, startBrowser } from '../e2e/app';
import { askInstance } from '../e2e/ask-instance';
import { openNotebookFile, skipExample } from '../e2e/notebook-page';
import { busyNotebook } from './busy-notebook';
import { devTools, type Heap } from './dev-tools';

const megabyte = 2 ** 20;
/** Between two samples, in ms. */
const sampleEvery = 60_000;
/** Caches fill in the beginning: the trend is taken of what comes after this part. */
const warmUp = 1 / 3;

/** What is held at one moment, in MB. */
interface Sample {
  readonly minute: number;
  readonly pages: number;
  readonly workers: number;
  readonly buffers: number;
  /** Resident memory of all processes of the browser. */
  readonly resident: number;
  readonly database: number;
  readonly runs: number;
  readonly events: number;
}

/** Lets the app work by itself with pages open, and answers whether its memory stays as it is. */
export async function memorySoak(minutes: number): Promise<boolean> {
  const server = await serveApp();
  const browser = await startBrowser({ isChecked: true, args: ['--remote-debugging-port=0'] });
  try {
    await skipExample(browser.context);
    const page = await browser.open(server.url);
    await openNotebookFile(page, busyNotebook(5));
    await page.getByRole('region', { name: 'count', exact: true }).waitFor();
    for (const path of ['runs/', 'automation/', 'assets/']) await browser.open(server.url + path);

    const tools = await devTools(browser.profile);
    const samples: Sample[] = [];
    const begin = Date.now();
    console.log(columns.join('\t'));
    while (Date.now() - begin < minutes * 60_000) {
      await new Promise((resolve) => setTimeout(resolve, sampleEvery));
      const sample = await take(page, await tools.heaps(), browser.processGroup, begin);
      samples.push(sample);
      console.log(columns.map((column) => sample[column]).join('\t'));
    }
    tools.close();
    console.log(`console errors: ${browser.errors.length}`, ...browser.errors.slice(0, 5));
    return judge(samples);
  } finally {
    await browser.dispose();
    await server.close();
  }
}

const columns = [
  'minute', 'pages', 'workers', 'buffers', 'resident', 'database', 'runs', 'events',
] as const; // prettier-ignore

async function take(
  page: Page,
  heaps: readonly Heap[],
  processGroup: number,
  begin: number,
): Promise<Sample> {
  const { storage } = await askInstance(page, 'info');
  const objects = (type: string) =>
    inMegabytes(heaps.filter((heap) => heap.type === type).map((heap) => heap.objects));
  return {
    minute: Math.round((Date.now() - begin) / 6_000) / 10,
    pages: objects('page'),
    workers: objects('worker'),
    buffers: inMegabytes(heaps.map((heap) => heap.buffers)),
    resident: inMegabytes(residentOf(processGroup)),
    database: inMegabytes([storage.bytes]),
    runs: storage.runs,
    events: storage.events,
  };
}

const inMegabytes = (sizes: readonly number[]) =>
  Math.round((sizes.reduce((sum, size) => sum + size, 0) / megabyte) * 10) / 10;

function residentOf(processGroup: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pgid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  return processes.filter(([group]) => group === processGroup).map(([, rss]) => rss * 1024);
}

/** The heaps and buffers may grow by so many MB an hour: what is remembered of each asset and schedule, not of each run. */
const mostGrowth = 5;

function judge(samples: readonly Sample[]): boolean {
  const settled = samples.slice(Math.floor(samples.length * warmUp));
  const slopes = columns.slice(1).map((column) => [column, slopeOf(settled, column)] as const);
  for (const [column, slope] of slopes) console.log(`${column}: ${slope.toFixed(1)} an hour`);
  const growth = slopes.filter(([column]) => ['pages', 'workers', 'buffers'].includes(column));
  return growth.every(([, slope]) => slope < mostGrowth);
}

/** By least squares, for one hour. */
function slopeOf(samples: readonly Sample[], column: keyof Sample): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [minute, value] = [mean((sample) => sample.minute), mean((sample) => sample[column])];
  const together = mean((sample) => (sample.minute - minute) * (sample[column] - value));
  return (60 * together) / mean((sample) => (sample.minute - minute) ** 2);
}
