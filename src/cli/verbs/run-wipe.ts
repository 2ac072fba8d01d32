import { isInProgress } from '$lib/events/run-status';
import { withHistory } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type Verb } from '../verb';

const page = 1000;

export const runWipe: Verb = {
  name: 'run wipe',
  summary: 'Delete all runs and their logs',
  details: 'What they materialized is forgotten with them. Runs in progress stay.',
  options: {
    file: { ...historyFileOption, help: 'Runs of this notebook only; its folder has the history' },
    force: { type: 'boolean', help: 'Say that you mean it' },
    json: jsonOption,
  },
  run({ file, force, json }) {
    if (force !== true)
      throw new UsageError('All runs would be deleted for good', { remedy: 'Say --force to do it.' });
    return withHistory(file as string | undefined, async ({ instance, location }) => {
      let deleted = 0;
      let before: string | undefined;
      for (;;) {
        const runs = await instance.listRuns({
          limit: page,
          ...(location && { location }),
          ...(before && { before }),
        });
        if (runs.length === 0) break;
        before = runs.at(-1)!.id;
        for (const { id, status } of runs)
          if (!isInProgress(status)) {
            await instance.deleteRun(id);
            deleted++;
          }
      }
      console.log(json ? JSON.stringify({ deleted }) : `Deleted ${deleted} runs.`);
      return 0;
    });
  },
};
