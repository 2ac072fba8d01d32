import { newRunId } from '../../base/ids';
import type { Instance, LaunchRequest } from '../../instance/instance';

/**
 * Launches a run, and asks for what is missing: partitions, a config that fits. Answers the run's id; `undefined` where
 * the user gave it up, or chose so many partitions that it became a backfill. Throws what no answer can mend.
 */
export async function launch(instance: Instance, request: LaunchRequest): Promise<string | undefined> {
  const asked = { runId: newRunId(), ...request };
  try {
    return (await instance.launchRun(asked)).runId;
  } catch (thrown) {
    // Most launches need no answer: what asks is loaded with the first that does.
    return (await import('./mend-launch')).mendLaunch(instance, asked, thrown);
  }
}
