import type { ExecutorChoice } from '$lib/definitions/snapshot';
import type { RunEvent } from '$lib/events/event';
import type { OpenInstance } from '$lib/instance/open-instance';

/** A notebook of these cells. */
export const notebook = (cells: readonly string[]): string =>
  [
    '// %% [notebook] {"id":"header00"}',
    '// {}',
    '',
    '// %% {"id":"imports0"}',
    "import { asset } from 'dagbook';",
    '',
  ]
    .concat(cells.flatMap((cell, at) => [`// %% {"id":"c${String(at).padStart(7, '0')}"}`, cell, '']))
    .join('\n');

/** A notebook of assets that do nothing and need nothing. */
export const independent = (count: number): string =>
  notebook(Array.from({ length: count }, (_, at) => `export const a${at} = asset(() => ${at});`));

/** A notebook of assets of which each adds one to the one before. */
export const chain = (count: number): string =>
  notebook(
    Array.from({ length: count }, (_, at) =>
      at === 0
        ? 'export const a0 = asset(() => 0);'
        : `export const a${at} = asset({ ins: { a${at - 1} } }, ({ a${at - 1} }) => a${at - 1} + 1);`,
    ),
  );

const ends = ['RUN_SUCCESS', 'RUN_FAILURE', 'RUN_CANCELED'] as const;

export interface TimedRun {
  /** When it was put into the queue. */
  readonly enqueued: number;
  /** What was written in that time. */
  readonly log: readonly RunEvent[];
  /** The id of the last event of each commit in that time. */
  readonly commits: readonly number[];
  /** From the first step's possible start until the run's end is durable. */
  readonly ms: number;
}

/** Runs every asset of the notebook once. */
export async function timeRun(
  instance: OpenInstance,
  location: string,
  executor: ExecutorChoice,
): Promise<TimedRun> {
  const commits: number[] = [];
  let wake = () => {};
  const unsubscribe = instance.subscribe((changes) => {
    for (const change of changes) if (change.topic === 'run') commits.push(change.lastEventId);
    wake();
  });
  const { runId } = await instance.launchRun({ location, executor });
  for (let after = 0; ;) {
    const seen = commits.length;
    const [end] = await instance.runEvents(runId, { after, types: ends, limit: 1 });
    const now = Date.now();
    if (end && end.type !== 'RUN_SUCCESS') throw new Error(`The run ended with ${end.type}`);
    if (end) {
      unsubscribe();
      const events = await instance.runEvents(runId, { limit: 1_000_000 });
      const enqueued = events.find(({ type }) => type === 'RUN_ENQUEUED')!.timestamp;
      const log = events.slice(events.findIndex(({ type }) => type === 'RUN_START'));
      return {
        enqueued,
        log,
        commits: commits.filter((id) => id >= log[0]!.id),
        ms: now - log[0]!.timestamp,
      };
    }
    if (commits.length === seen) await new Promise<void>((resolve) => (wake = resolve));
    after = commits[seen - 1] ?? 0;
  }
}
