import { alignColumns } from '../align-columns';
import { countOf, countOption } from '../count-option';
import { withHistory } from '../open-instance';
import { showTime } from '../show-time';
import { historyFileOption, jsonOption, type Verb } from '../verb';
import { progressOf } from '../watch-backfill';

export const backfillList: Verb = {
  name: 'backfill list',
  summary: 'List backfills, newest first',
  options: { file: historyFileOption, limit: countOption, json: jsonOption },
  run: ({ file, limit, json }) =>
    withHistory(file as string | undefined, async ({ instance }) => {
      const all = await instance.backfills({ limit: countOf(limit) });
      if (json) console.log(JSON.stringify(all, undefined, 2));
      else if (all.length === 0) console.log('No backfills.');
      else {
        const rows = all.map((each) => [
          each.id,
          each.isPaused ? `${each.status}, paused` : each.status,
          each.job?.jobName ?? each.parts.map(({ id }) => id).join(', '),
          showTime(each.createdAt),
          progressOf(each),
        ]);
        console.log(alignColumns([['BACKFILL', 'STATUS', 'OF', 'LAUNCHED', 'PROGRESS'], ...rows]).join('\n'));
      }
      return 0;
    }),
};
