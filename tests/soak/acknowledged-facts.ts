import type { Page } from 'playwright';
import type { RunEvent } from '../../src/lib/events/event';
import type { Tick } from '../../src/lib/storage/automation-storage';
import type { StoredRun } from '../../src/lib/storage/storage';
import { askInstance } from '../e2e/ask-instance';

/** What came of all that was acknowledged. */
export interface Verdict {
  /** How many facts were acknowledged. */
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

const ended = ['SUCCESS', 'FAILURE', 'CANCELED'];
const all = 1_000_000;

/** What the app has answered about itself while it was at work. Whatever happens to it, all of this stays true. */
export class AcknowledgedFacts {
  /** Name of the fact → what was said of it. */
  readonly #facts = new Map<string, string>();
  #number = 0;

  /** Asks for what is newest, and makes two facts of its own: a partition's key and a run. */
  async gather(page: Page, location: string): Promise<void> {
    const key = `key-${++this.#number}-${crypto.randomUUID()}`;
    const runId = crypto.randomUUID();
    await Promise.all([
      askInstance(page, 'addDynamicPartitions', 'names', [key]).then(() => this.#note(`partition ${key}`)),
      askInstance(page, 'launchRun', { runId, location, selection: 'minutely' }).then(() =>
        this.#note(`run ${runId}`),
      ),
      askInstance(page, 'ticks', { limit: 30 }).then((ticks) =>
        ticks.forEach((tick) => this.#noteTick(tick)),
      ),
      askInstance(page, 'listRuns', { limit: 30 }).then((runs) => runs.forEach((run) => this.#noteRun(run))),
    ]);
  }

  /** What a cell's text was answered to be. */
  noteText(text: string): void {
    this.#note(`text ${text}`);
  }

  #note(fact: string, content = ''): void {
    this.#facts.set(fact, content);
  }

  #noteTick({ id, status, cursor, runIds }: Tick): void {
    if (status === 'SUCCESS') this.#note(`tick ${id}`, JSON.stringify({ cursor, runIds }));
  }

  #noteRun({ id, status }: StoredRun): void {
    this.#note(`run ${id}`, ended.includes(status) ? status : '');
  }

  /** Ends what goes on, then holds what is there against what was acknowledged. */
  async judge(page: Page, location: string): Promise<Verdict> {
    await quiet(page);
    const now = new AcknowledgedFacts();
    const ticks = await askInstance(page, 'ticks', { limit: all });
    const runs = await askInstance(page, 'listRuns', { limit: all });
    ticks.forEach((tick) => now.#noteTick(tick));
    runs.forEach((run) => now.#noteRun(run));
    for (const key of await askInstance(page, 'dynamicPartitions', 'names')) now.#note(`partition ${key}`);
    const notebook = await askInstance(page, 'openNotebook', location);
    const holds = (fact: string, content: string) =>
      fact.startsWith('text ')
        ? notebook!.source.includes(fact.slice('text '.length))
        : content === '' ? now.#facts.has(fact) : now.#facts.get(fact) === content; // prettier-ignore
    const lost = [...this.#facts].filter(([fact, content]) => !holds(fact, content)).map(([fact]) => fact);
    const doubled = [...doubledRuns(runs), ...doubledTicks(ticks)];
    for (const { id } of runs)
      doubled.push(...doubledEvents(await askInstance(page, 'runEvents', id, { limit: all })));
    return {
      acknowledged: this.#facts.size,
      lost: [...lost, ...gapsOf(ticks), ...unfinishedOf(runs)],
      doubled,
    };
  }
}

/** Switches everything off and waits until the last run has ended. */
async function quiet(page: Page): Promise<void> {
  for (const { location, name } of await askInstance(page, 'instigators'))
    await askInstance(page, 'switchInstigator', { location, name }, 'STOPPED');
  const isAtWork = async () =>
    (await askInstance(page, 'listRuns', { limit: all })).some(({ status }) => !ended.includes(status));
  while (await isAtWork()) await new Promise((resolve) => setTimeout(resolve, 200));
}

/** The sensor `look` counts: a number without its tick is a tick that was lost. */
function gapsOf(ticks: readonly Tick[]): readonly string[] {
  const cursors = ticks.filter(({ name }) => name === 'look').map(({ cursor }) => Number(cursor));
  const seen = new Set(cursors);
  return Array.from({ length: Math.max(0, ...cursors) }, (_, at) => at + 1)
    .filter((number) => !seen.has(number))
    .map((number) => `tick ${number} of look`);
}

const unfinishedOf = (runs: readonly StoredRun[]): readonly string[] =>
  runs.filter(({ status }) => status !== 'SUCCESS').map(({ id, status }) => `run ${id}: ${status}`);

const doubledRuns = (runs: readonly StoredRun[]) =>
  repeated(
    runs.flatMap(({ tags }) =>
      tags['dagster/run_key'] ? [`${tags['dagster/sensor_name']} ${tags['dagster/run_key']}`] : [],
    ),
  );

const doubledTicks = (ticks: readonly Tick[]) =>
  repeated(
    ticks.flatMap(({ name, cursor, type, timestamp }) =>
      name === 'look' ? [`look ${cursor}`] : type === 'schedule' ? [`${name} ${timestamp}`] : [],
    ),
  );

/** Stored once in a run, or in each attempt of a step: one that was cut off by a kill starts again. */
const once = ['RUN_START', 'RUN_SUCCESS', 'STEP_SUCCESS', 'STEP_OUTPUT', 'ASSET_MATERIALIZATION'];

/** Of one run, in their order. */
function doubledEvents(events: readonly RunEvent[]): readonly string[] {
  const restarts = new Map<string, number>();
  const names = events.flatMap(({ runId, type, stepKey = '' }) => {
    if (type === 'STEP_RESTARTED') restarts.set(stepKey, (restarts.get(stepKey) ?? 0) + 1);
    return once.includes(type) ? [`run ${runId}: ${type} ${stepKey} ${restarts.get(stepKey) ?? 0}`] : [];
  });
  return repeated(names);
}

const repeated = (names: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
};
