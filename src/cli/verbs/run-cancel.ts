import { DagbookError } from '$lib/base/errors';
import { isFinished } from '$lib/events/run-status';
import { withHistory } from '../open-instance';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const runCancel: Verb = {
  name: 'run cancel',
  summary: 'Cancel a run',
  details: 'A queued run is canceled at once. One in progress is ended by the process that executes it.',
  argument: 'ID',
  options: { file: historyFileOption, json: jsonOption },
  run: ({ file, json }, id = '') =>
    withHistory(file as string | undefined, async ({ instance }) => {
      const before = await instance.getRun(id);
      if (before && isFinished(before.status))
        throw new DagbookError(`Run ${id} has ended: ${before.status}`, {
          remedy: 'Only a run that is queued or in progress can be canceled.',
        });
      await instance.cancelRun(id);
      const status = (await instance.getRun(id))?.status ?? 'CANCELED';
      console.log(json ? JSON.stringify({ runId: id, status }) : `Run ${id} is ${status}.`);
      return 0;
    }),
};
