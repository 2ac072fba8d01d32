import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { showError } from '../show-error';
import { showTime } from '../show-time';
import { historyFileOption, jsonOption, type Verb } from '../verb';
import { existingBackfill } from '../watch-backfill';

export const backfillShow: Verb = {
  name: 'backfill show',
  summary: 'Show one backfill: which partitions are made, under way and failed',
  argument: 'ID',
  options: { file: historyFileOption, json: jsonOption },
  run: ({ file, json }, id = '') =>
    withHistory(file as string | undefined, async ({ instance }) => {
      const found = await existingBackfill(instance, id);
      if (json) console.log(JSON.stringify(found, undefined, 2));
      else {
        const rows = found.parts.map(({ id, counts, partitions }) => [
          id,
          ...(['targeted', 'materialized', 'inProgress'] as const).map((part) => String(counts[part])),
          partitions.failed || String(counts.failed),
        ]);
        const lines = [
          `Backfill ${id}  ${found.status}${found.isPaused ? ', paused' : ''}`,
          `launched ${showTime(found.createdAt)}`,
          ...(found.error ? [showError(found.error)] : []),
          '',
          ...alignColumns([['OF', 'PARTITIONS', 'MADE', 'IN PROGRESS', 'FAILED'], ...rows]),
        ];
        console.log(lines.join('\n'));
      }
      return 0;
    }),
};
