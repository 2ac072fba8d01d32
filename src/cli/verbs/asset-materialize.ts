import { withNotebook } from '../open-instance';
import { reportRun } from '../run-report';
import { showDuration } from '../show-time';
import { fileOption, jsonOption, type ExitStatus, type Verb } from '../verb';
import { watchRun } from '../watch-run';

export const assetMaterialize: Verb = {
  name: 'asset materialize',
  summary: 'Materialize assets of a notebook',
  details: 'Ctrl-C cancels the run, twice ends at once. A notebook with wrong definitions is not run.',
  options: {
    file: fileOption,
    select: { type: 'string', value: 'SEL', help: "An asset selection, e.g. '*report' (default: all)" },
    job: {
      type: 'string',
      short: 'j',
      value: 'NAME',
      help: 'A job of the notebook: its selection, tags and executor',
    },
    json: jsonOption,
  },
  run: ({ file, select, job, json }) =>
    withNotebook(
      String(file),
      async ({ instance, location }): Promise<ExitStatus> => {
        const { runId } = await instance.launchRun({
          location: location.name,
          ...(select !== undefined && { selection: String(select) }),
          ...(job !== undefined && { jobName: String(job) }),
        });
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
      },
      true,
    ),
};
