/// <reference lib="webworker" />
import { openBrowserInstance } from '$lib/instance/browser/open-browser-instance';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { besideBareInserts, type Turn } from './engine-yardstick';
import { median } from './measure';
import { chain, independent, timeRun } from './trivial-runs';

export interface EngineTimes {
  /** 1,000 steps in process. */
  readonly inProcess: Turn;
  /** One step of a warm multiprocess chain; the median, in ms. */
  readonly warmStep: number;
}

// The page hears of errors, not of rejections.
addEventListener('unhandledrejection', ({ reason }) => {
  throw reason;
});

addEventListener('message', async ({ data: frames }: MessageEvent<MessagePort>) => {
  const instance = await openBrowserInstance({ name: 'bench', version: 'bench', frames });
  await instance.createNotebook({ id: 'independent', source: independent(1000) });
  await instance.createNotebook({ id: 'chain', source: chain(100) });

  const connection = await openOpfsConnection('bench-bare');
  const inProcess = await besideBareInserts(connection, () =>
    timeRun(instance, 'independent', { type: 'in_process' }),
  );
  const warmStep = await warmMedian(
    async () => (await timeRun(instance, 'chain', { type: 'multiprocess' })).ms / 100,
  );
  await instance.close();

  postMessage({ inProcess, warmStep } satisfies EngineTimes);
});

async function warmMedian(run: () => Promise<number>): Promise<number> {
  await run();
  return median(3, run);
}
