import { DagbookError } from '$lib/base/errors';
import { withHistory } from '../open-instance';
import { historyFileOption, type Verb } from '../verb';
import { allEvents } from '../watch-run';

export const runExport: Verb = {
  name: 'run export',
  summary: 'Print the events of a run as JSON lines, oldest first',
  argument: 'ID',
  options: { file: historyFileOption },
  run: ({ file }, id = '') =>
    withHistory(file as string | undefined, async ({ instance }) => {
      if (!(await instance.getRun(id)))
        throw new DagbookError(`There is no run ${id}`, {
          remedy: 'dagbook run list shows the runs of this folder; DAGBOOK_HOME or -f FILE names another.',
        });
      for (const event of await allEvents(instance, id)) console.log(JSON.stringify(event));
      return 0;
    }),
};
