import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kernelText from 'virtual:isolate-text';
import { FileArtifacts } from '$lib/artifacts/file/file-artifacts';
import { systemClock } from '$lib/base/clock';
import { newRunId } from '$lib/base/ids';
import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import * as dagbook from '$lib/definitions';
import type { DefinitionsSnapshot, ExecutorChoice } from '$lib/definitions/snapshot';
import { driveRun } from '$lib/execution/drive-run';
import type { DriveRunOptions } from '$lib/execution/drive-run-options';
import { isolateExecutors } from '$lib/execution/isolate-executor';
import { IsolatePool } from '$lib/execution/isolate-pool';
import { nodeIsolateHost } from '$lib/location/node/isolate-host';
import { compileNotebook } from '$lib/notebook/compile-notebook';
import { createPlan } from '$lib/plan/create-plan';
import { launchEvents } from '$lib/plan/launch-events';
import type { PlanRequest } from '$lib/plan/plan-request';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import type { Run } from '$lib/storage/storage';

/** A notebook of one cell, with the authoring API imported. */
const notebookOf = (source: string) =>
  compileNotebook({
    preamble: '',
    cells: [
      {
        id: 'cell0001',
        kind: 'code',
        text: `import { ${Object.keys(dagbook).join(', ')} } from 'dagbook';\n${source}`,
      },
    ],
  });

export type Workbench = Awaited<ReturnType<typeof workbench>>;

/** A notebook with everything that executes it: SQLite and files in a folder of its own, isolates of Node. */
export async function workbench(source: string, { cores = 2, memoryMb = 200 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dagbook-'));
  const connection = openNodeConnection(join(folder, 'dagbook.db'));
  const storage = new SqliteStorage(connection);
  const artifacts = new FileArtifacts(join(folder, 'artifacts'));
  const notebook = notebookOf(source);
  const paths = new MemoryPaths();
  const host = nodeIsolateHost(kernelText, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  const pool = new IsolatePool({
    location: 'test',
    host,
    size: cores,
    load: async () => ({ notebook, modules: {} }),
    files: () => ({ readAttachment: async () => new Uint8Array(), store: () => paths }),
  });
  await storage.putBundle(notebook);

  async function snapshot(): Promise<DefinitionsSnapshot> {
    const warm = await pool.acquire(notebook.hash);
    pool.release(warm);
    const { snapshot, errors } = warm.loaded;
    for (const error of [...notebook.errors, ...errors, ...snapshot.errors]) throw new Error(error.message);
    return snapshot;
  }

  return {
    connection,
    storage,
    artifacts,
    paths,
    pool,
    notebook,

    /** Assets by key (default all of them), or a job by name. */
    async launch(
      what?: readonly string[] | string,
      executor: ExecutorChoice = { type: 'in_process' },
      more: Partial<PlanRequest> & Partial<Pick<Run, 'id' | 'tags'>> = {},
    ): Promise<Run> {
      const all = await snapshot();
      const target =
        typeof what === 'string'
          ? { job: all.jobs.find(({ name }) => name === what)! }
          : { selected: what ?? all.assets.map(({ key }) => key) };
      const { id = newRunId(), tags = {}, ...planned } = more;
      const plan = createPlan({ snapshot: all, ...target, executor, ...planned });
      const run = {
        id,
        jobName: 'job',
        location: 'test',
        bundle: notebook.hash,
        plan,
        tags,
        createdAt: Date.now(),
      };
      await storage.createRun(run, launchEvents(run, run.createdAt));
      return run;
    },

    drive: (run: Run, more: Partial<DriveRunOptions> = {}) =>
      driveRun({
        run,
        storage,
        artifacts,
        clock: systemClock,
        executors: isolateExecutors({ pool, bundle: run.bundle, clock: systemClock }),
        ...more,
      }),

    events: ({ id }: Run) => storage.runEvents(id, { limit: 100_000 }),

    /**
     * The log as `step:TYPE`, of one step or of the run and all its steps, without what happened before it started,
     * and without the events that Dagster's own storage drops.
     */
    async log({ id }: Run, stepKey?: string): Promise<readonly string[]> {
      const all = await storage.runEvents(id, { limit: 100_000 });
      const log = all.filter(({ type }) => type !== 'ASSET_FAILED_TO_MATERIALIZE');
      const own = log.slice(log.findIndex(({ type }) => type === 'RUN_START'));
      if (stepKey) return own.filter((event) => event.stepKey === stepKey).map(({ type }) => type);
      return own.map((event) => (event.stepKey ? `${event.stepKey}:${event.type}` : event.type));
    },

    async close() {
      pool.close();
      await storage.close();
      rmSync(folder, { recursive: true });
    },
  };
}
