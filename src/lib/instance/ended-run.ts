import { isFinished } from '../events/run-status';
import type { StoredRun } from '../storage/storage';
import type { Instance } from './instance';

type Runs = Pick<Instance, 'getRun' | 'subscribe'>;

/** Resolves with the run when it has ended. It may be launched later than this is called. */
export async function endedRun(instance: Runs, runId: string): Promise<StoredRun> {
  for (;;) {
    const changed = nextChange(instance);
    const run = await instance.getRun(runId);
    if (run && isFinished(run.status)) return run;
    await changed;
  }
}

/** Resolves when a run that was launched goes on no more: it has ended, or was deleted. */
export async function afterRun(instance: Runs, runId: string): Promise<void> {
  for (;;) {
    const changed = nextChange(instance);
    const run = await instance.getRun(runId);
    if (!run || isFinished(run.status)) return;
    await changed;
  }
}

const nextChange = (instance: Runs) =>
  new Promise<void>((resolve) => {
    const unsubscribe = instance.subscribe(() => {
      unsubscribe();
      resolve();
    });
  });
