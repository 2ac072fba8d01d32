import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import * as dagbook from '$lib/definitions';
import type { RunEvent } from '$lib/events/event';
import type { Instance, LaunchRequest } from '$lib/instance/instance';
import type { StoredRun } from '$lib/storage/storage';
import { endedRun as ended } from '$lib/instance/ended-run';
import dagsterCases from '../../fixtures/dagster-cases.json';

/** A case of Dagster's: what is given, and what it says must come of it. */
export interface DagsterCase {
  readonly id: string;
  readonly area: string;
  // Each area has a form of its own, which its table knows.
  readonly given: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  readonly expect: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export const allCases: readonly DagsterCase[] = dagsterCases;

export const caseOf = (id: string): DagsterCase => {
  const found = allCases.find((each) => each.id === id);
  if (!found) throw new Error(`There is no case ${id}`);
  return found;
};

/** A run that has ended, and what can be asked of it. */
export interface Course {
  readonly run: StoredRun;
  readonly status: string;
  readonly events: readonly RunEvent[];
  /**
   * Types of events, of one step or (as `step:TYPE`) from RUN_START on, without what Dagster's storage drops and
   * without log lines.
   */
  log(stepKey?: string): readonly string[];
  /** What was logged or printed. */
  said(): readonly string[];
  /** The stored value of an output. */
  value(stepKey: string, output?: string): Promise<unknown>;
}

/** Where cases run: an instance of any host. */
export interface CaseBench {
  readonly instance: Instance;
  /** Makes the notebook `id` of these cells, which have all of `dagbook` imported, or replaces it. */
  load(id: string, ...cells: readonly string[]): Promise<void>;
  run(location: string, request?: Omit<LaunchRequest, 'location'>): Promise<Course>;
  course(runId: string): Promise<Course>;
}

/** Cases by their id, or by what they say where they are not Dagster's. */
export type Cases = Readonly<Record<string, (bench: CaseBench) => Promise<void>>>;

export interface CaseSuite {
  readonly topic: string;
  /** The notebook that the cases share, by its id; made before them. */
  readonly notebook?: readonly [id: string, cell: string];
  readonly cases: Cases;
}

export function caseBench(instance: Instance): CaseBench {
  const bench: CaseBench = {
    instance,
    async load(id, ...cells) {
      const source = textOf(cells);
      const stored = await instance.openNotebook(id);
      if (stored) await instance.saveNotebook({ id, source, base: stored.revision });
      else await instance.createNotebook({ id, source });
      const { errors } = await instance.loadLocation(id);
      for (const { message } of errors) throw new Error(message);
    },
    async run(location, request = {}) {
      const { runId } = await instance.launchRun({ executor: { type: 'in_process' }, ...request, location });
      return bench.course(runId);
    },
    async course(runId) {
      const run = await ended(instance, runId);
      return courseOf(instance, run, await instance.runEvents(runId, { limit: 100_000 }));
    },
  };
  return bench;
}

function courseOf(instance: Instance, run: StoredRun, events: readonly RunEvent[]): Course {
  const left = new Set(['ASSET_FAILED_TO_MATERIALIZE', 'LOG_MESSAGE']);
  const own = events
    .slice(events.findIndex(({ type }) => type === 'RUN_START'))
    .filter(({ type }) => !left.has(type));
  return {
    run,
    status: run.status,
    events,
    log: (stepKey) =>
      stepKey === undefined
        ? own.map((event) => (event.stepKey ? `${event.stepKey}:${event.type}` : event.type))
        : own.filter((event) => event.stepKey === stepKey).map(({ type }) => type),
    said: () => events.filter(({ type }) => type === 'LOG_MESSAGE').map(({ message }) => message.trim()),
    async value(stepKey, output = 'result') {
      const handled = events.find(
        (event) =>
          event.type === 'HANDLED_OUTPUT' && event.stepKey === stepKey && event.data.output === output,
      );
      const pointer = handled?.type === 'HANDLED_OUTPUT' ? handled.data.value : undefined;
      if (!pointer) throw new Error(`${stepKey} stored no ${output}`);
      return decodeValue((await instance.value(pointer))!);
    },
  };
}

const textOf = (cells: readonly string[]): string =>
  [`import { ${Object.keys(dagbook).join(', ')} } from "dagbook";`, ...cells]
    .map((cell, at) => `// %% {"id":"cell000${at}"}\n${cell}\n`)
    .join('\n');
