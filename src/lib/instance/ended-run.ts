import { isFinished } from '../events/run-status';
import type { StoredRun } from '../storage/storage';
import type { Instance } from './instance';

/** Resolves with the run when it has ended. */
export async function endedRun(
  instance: Pick<Instance, 'getRun' | 'subscribe'>,
  runId: string,
): Promise<StoredRun> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const unsubscribe = instance.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
    const run = await instance.getRun(runId);
    if (run && isFinished(run.status)) return run;
    await changed;
  }
}
