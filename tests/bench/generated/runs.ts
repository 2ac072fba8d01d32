import type { DefinitionsSnapshot } from '$lib/definitions/snapshot';
import type { NewEvent } from '$lib/events/event';
import { createPlan } from '$lib/plan/create-plan';
import type { ExecutionPlan } from '$lib/plan/execution-plan';
import type { Run } from '$lib/storage/storage';
import { seededRandom } from '../../soak/seeded-random';
import { hourlyAsset } from './notebooks';
import { runLog } from './run-log';
import type { Sizes } from './sizes';

/** A run that has ended, and all that its log says. */
export interface GeneratedRun {
  readonly run: Run;
  readonly events: readonly NewEvent[];
}

export interface LoadedNotebook {
  readonly id: string;
  readonly bundle: string;
  readonly snapshot: DefinitionsSnapshot;
}

/** What a run is of. */
interface Target extends Pick<Run, 'jobName' | 'plan' | 'tags'> {
  readonly notebook: LoadedNotebook;
}

const partitionsPerRun = 100;
const day = 86_400_000;

/**
 * Runs over the last thirty days, oldest first: those that made the hours, those of the flows' jobs, and at the end one
 * of all that the first notebook defines, with a tenth of all events. Nine of ten succeed; nothing comes after a failure.
 */
export function* generatedRuns(
  { partitions, runs, events, seed }: Sizes,
  notebooks: readonly LoadedNotebook[],
  hours: readonly string[],
  now: number,
): Generator<GeneratedRun> {
  const random = seededRandom(seed);
  const versions = new Map<string, string>();
  const flow = flowTargets(notebooks, random);
  const ofHours = Math.min(Math.floor(runs / 2), Math.ceil(partitions / partitionsPerRun));
  for (let at = 0; at < runs; at++) {
    const isLast = at === runs - 1;
    const keys = hours.slice(at * partitionsPerRun, (at + 1) * partitionsPerRun);
    const { notebook, ...target } = isLast
      ? wholeNotebook(notebooks[0]!)
      : at < ofHours
        ? hoursTarget(notebooks[0]!, keys)
        : flow();
    const createdAt = Math.floor(now - 30 * day + (30 * day * at) / runs);
    const { id: location, bundle } = notebook;
    const run = { id: runId(createdAt, random), location, bundle, createdAt, ...target };
    yield { run, events: runLog(run, isLast ? events / 10 : (events * 0.9) / runs, random, versions) };
  }
}

function wholeNotebook(notebook: LoadedNotebook): Target {
  const keys = notebook.snapshot.assets.flatMap(({ key, isExecutable, partitions }) =>
    isExecutable && !partitions ? key : [],
  );
  const plan = createPlan({ snapshot: notebook.snapshot, selected: keys });
  return { notebook, jobName: '__ASSET_JOB', plan, tags: {} };
}

function hoursTarget(notebook: LoadedNotebook, keys: readonly string[]): Target {
  const assets = new Map([[hourlyAsset, { keys }]]);
  const plan = createPlan({
    snapshot: notebook.snapshot,
    selected: [hourlyAsset],
    partitions: { assets },
  });
  const tags = {
    'dagster/asset_partition_range_start': keys[0]!,
    'dagster/asset_partition_range_end': keys.at(-1)!,
  };
  return { notebook, jobName: '__ASSET_JOB', plan, tags };
}

/** Any flow's job; six of ten were launched by its schedule. */
function flowTargets(notebooks: readonly LoadedNotebook[], random: () => number): () => Target {
  const flows = notebooks.flatMap((notebook) =>
    notebook.snapshot.jobs.map(({ name }) => ({ notebook, name })),
  );
  const plans = new Map<string, ExecutionPlan>();
  return () => {
    const { notebook, name } = flows[Math.floor(random() * flows.length)]!;
    const flow = name.replace(/_job$/, '');
    const plan = plans.get(name) ?? flowPlan(notebook.snapshot, flow);
    plans.set(name, plan);
    const tags: Run['tags'] =
      random() < 0.6 ? { 'dagster/schedule_name': `${flow}_daily` } : { 'launched/by': 'hand' };
    return { notebook, jobName: name, plan, tags };
  };
}

function flowPlan(snapshot: DefinitionsSnapshot, flow: string): ExecutionPlan {
  const ofFlow = snapshot.assets.filter(({ group, isExecutable }) => isExecutable && group === flow);
  return createPlan({ snapshot, selected: ofFlow.map(({ key }) => key) });
}

/** As uuidv7 makes it: the text order of ids is their time order. */
function runId(time: number, random: () => number): string {
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const at = time.toString(16).padStart(12, '0');
  return `${at.slice(0, 8)}-${at.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}
