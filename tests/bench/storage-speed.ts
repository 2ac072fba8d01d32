import type { NewEvent } from '$lib/events/event';
import type { Storage } from '$lib/storage/storage';

const plan = { steps: [], executor: { type: 'in_process' } } as const;

const at = (number: number) => ({
  runId: 'bench',
  timestamp: 1_700_000_000_000 + number,
  level: 'INFO' as const,
  stepKey: `step_${number % 1000}`,
});

/** As in a run: one event in five is a materialization, the others are log lines; about 300 bytes each. */
const event = (number: number): NewEvent =>
  number % 5
    ? { ...at(number), type: 'LOG_MESSAGE', message: `line ${number} `.padEnd(250, 'x'), data: {} }
    : {
        ...at(number),
        type: 'ASSET_MATERIALIZATION',
        message: 'Materialized',
        assetKey: `asset_${number % 1000}`,
        data: {
          metadata: { rows: { type: 'int', value: number } },
          tags: {},
          codeVersion: 'c0ffee',
          dataVersion: `d${number}`,
          inputVersions: { upstream: 'd1' },
        },
      };

const quantile = (times: readonly number[], q: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * q)]!;

/** What the event log does in a second, and how long one call takes (ms). Milliseconds are those of this thread's clock. */
export async function measureStorage(storage: Storage): Promise<Record<string, number>> {
  await storage.createRun(
    { id: 'bench', jobName: 'j', location: 'l', bundle: 'b', tags: {}, createdAt: 1, plan },
    [],
  );
  const batch = (size: number, from = 0) => Array.from({ length: size }, (_, n) => event(from + n));
  const timed = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  await storage.append(batch(1000));

  const hundreds: number[] = [];
  for (let n = 0; n < 200; n++) {
    const events = batch(100, n * 100);
    hundreds.push(await timed(() => storage.append(events)));
  }
  const singles: number[] = [];
  for (let n = 0; n < 1000; n++) singles.push(await timed(() => storage.append([event(n)])));
  const concurrent = await timed(() =>
    Promise.all(Array.from({ length: 10_000 }, (_, n) => storage.append([event(n)]))),
  );
  const pages: number[] = [];
  for (let n = 0; n < 200; n++)
    pages.push(await timed(() => storage.runEvents('bench', { after: n * 100, limit: 100 })));
  const keys = Array.from({ length: 1000 }, (_, n) => `asset_${n}`);
  const latest = await timed(() => storage.latestMaterializations(keys));
  return {
    'rows/s, 100 a transaction': Math.round(20_000 / (hundreds.reduce((a, b) => a + b) / 1000)),
    'rows/s, one after the other': Math.round(1000 / (singles.reduce((a, b) => a + b) / 1000)),
    'single append, p50 ms': quantile(singles, 0.5),
    'single append, p95 ms': quantile(singles, 0.95),
    'rows/s, 10,000 concurrent single appends': Math.round(10_000 / (concurrent / 1000)),
    'page of 100, p50 ms': quantile(pages, 0.5),
    'latest of 1,000 assets, ms': latest,
  };
}
