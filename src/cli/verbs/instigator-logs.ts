import { alignColumns } from '../align-columns';
import { findInstigator, type InstigatorKind } from '../find-instigator';
import { countOption, countOf } from '../count-option';
import { withHistory } from '../open-instance';
import { showTime } from '../show-time';
import { historyFileOption, jsonOption, type Verb } from '../verb';

/** `schedule logs`, `sensor logs`. */
export const instigatorLogs = (kind: InstigatorKind): Verb => ({
  name: `${kind} logs`,
  summary: `List the ticks of a ${kind}, newest first`,
  argument: 'NAME',
  options: { file: historyFileOption, limit: countOption, json: jsonOption },
  run: ({ file, limit, json }, name = '') =>
    withHistory(file as string | undefined, async ({ instance, location }) => {
      const found = await findInstigator(instance, kind, name, location);
      const ticks = await instance.ticks({ location: found.location, name, limit: countOf(limit) });
      if (json) console.log(JSON.stringify(ticks, undefined, 2));
      else if (ticks.length === 0) console.log('No ticks.');
      else {
        const rows = ticks.map(({ timestamp, status, runIds, skipReason, error }) => [
          showTime(timestamp),
          status,
          runIds.join(', ') || (error?.message.split('\n')[0] ?? skipReason ?? ''),
        ]);
        console.log(alignColumns([['TICK', 'STATUS', 'RUNS'], ...rows]).join('\n'));
      }
      return 0;
    }),
});
