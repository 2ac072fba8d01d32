import type { Instance } from '$lib/instance/instance';
import { reportRun } from './run-report';
import { showDuration } from './show-time';
import type { ExitStatus } from './verb';
import { watchRun } from './watch-run';

/** Launches a run, says how it goes and answers with the exit status. Ctrl-C cancels it. */
export async function runToEnd(
  instance: Instance,
  launch: () => Promise<{ readonly runId: string }>,
  json: boolean,
): Promise<ExitStatus> {
  const { runId } = await launch();
  const started = Date.now();
  const cancel = () => {
    console.error('Canceling …');
    void instance.cancelRun(runId);
  };
  process.once('SIGINT', cancel);
  if (!json) console.log(`Run ${runId}`);
  const events = await watchRun(instance, runId, (line) => json || console.log(line));
  process.off('SIGINT', cancel);

  const planned = (await instance.getRun(runId))?.plan.steps.map(({ key }) => key) ?? [];
  const report = reportRun(runId, planned, events);
  if (json) console.log(JSON.stringify(report));
  else console.log(`${report.status} in ${showDuration(Date.now() - started)}`);
  return report.status === 'SUCCESS' ? 0 : 1;
}
