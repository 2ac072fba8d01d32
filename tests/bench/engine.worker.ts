/// <reference lib="webworker" />
import { openBrowserInstance } from '$lib/instance/browser/open-browser-instance';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { bareInserts, type BareInserts } from './engine-yardstick';
import { median } from './measure';
import { chain, independent, timeRun, type TimedRun } from './trivial-runs';

/** Milliseconds, all of them medians. */
export interface EngineTimes {
  /** 1,000 steps in process, and the events they left. */
  readonly inProcess: number;
  readonly events: number;
  /** The same events, by SQLite alone. */
  readonly bare: BareInserts;
  /** One step of a warm multiprocess chain. */
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

  let run!: TimedRun;
  const inProcess = await warmMedian(async () => {
    run = await timeRun(instance, 'independent', { type: 'in_process' });
    return run.ms;
  });
  const warmStep = await warmMedian(
    async () => (await timeRun(instance, 'chain', { type: 'multiprocess' })).ms / 100,
  );
  await instance.close();

  const connection = await openOpfsConnection('bench-bare');
  const bare = async (which: keyof BareInserts) =>
    warmMedian(async () => bareInserts(connection, run)[which]);
  const times: EngineTimes = {
    inProcess,
    events: run.log.length,
    bare: { asTheRun: await bare('asTheRun'), withoutIndexes: await bare('withoutIndexes') },
    warmStep,
  };
  postMessage(times);
});

async function warmMedian(run: () => Promise<number>): Promise<number> {
  await run();
  return median(3, run);
}
