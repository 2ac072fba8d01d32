import type { InstigatorStatus } from '$lib/instance/instance';
import { alignColumns } from '../align-columns';
import { type InstigatorKind, instigatorsOf } from '../find-instigator';
import { withDefinitions } from '../open-instance';
import { showTime } from '../show-time';
import { historyFileOption, jsonOption, type Verb } from '../verb';

/** `schedule list`, `sensor list`. */
export const instigatorList = (kind: InstigatorKind): Verb => ({
  name: `${kind} list`,
  summary: `List the ${kind}s, and which are running`,
  options: {
    file: {
      ...historyFileOption,
      help: 'Of this notebook, which is loaded (default: all that this folder knows)',
    },
    running: { type: 'boolean', help: 'Only those that are running' },
    stopped: { type: 'boolean', help: 'Only those that are stopped' },
    json: jsonOption,
  },
  run: ({ file, running, stopped, json }) =>
    withDefinitions(file as string | undefined, async ({ instance, location }) => {
      const all = await instigatorsOf(instance, kind, location);
      const shown = all.filter(
        ({ status }) =>
          (!running && !stopped) || (running && status === 'RUNNING') || (stopped && status === 'STOPPED'),
      );
      if (json) console.log(JSON.stringify(shown, undefined, 2));
      else console.log(shown.length === 0 ? `No ${kind}s.` : asTable(kind, shown));
      return 0;
    }),
});

function asTable(kind: InstigatorKind, shown: readonly InstigatorStatus[]): string {
  const rows = shown.map((each) => [
    each.name,
    each.location,
    each.status,
    each.cronSchedule ? `${each.cronSchedule.join(' | ')} ${each.timezone ?? ''}`.trim() : whenOf(each),
    each.jobs.join(', '),
    each.lastTick ? `${each.lastTick.status} ${showTime(each.lastTick.timestamp)}` : '',
    each.status === 'RUNNING' ? showTime(each.nextTicks?.[0]) : '',
  ]);
  const header = [kind.toUpperCase(), 'NOTEBOOK', 'STATUS', 'WHEN', 'JOB', 'LAST TICK', 'NEXT'];
  return alignColumns([header, ...rows]).join('\n');
}

const whenOf = ({ watch, minimumIntervalSeconds }: InstigatorStatus): string =>
  watch ? `on ${watch.type} events` : `every ${minimumIntervalSeconds} s`;
