import { MemoryArtifacts } from '../../artifacts/memory/memory-artifacts';
import { MemoryPaths } from '../../artifacts/memory/memory-paths';
import { pathStores } from '../../artifacts/path-stores';
import { DagbookError } from '../../base/errors';
import { askDagsterInstance } from '../../definitions/ask-dagster-instance';
import type { DagsterInstance } from '../../definitions/dagster-instance';
import { stepEngine } from '../../execution/step/step-engine';
import { directIsolateHost } from '../../location/direct/isolate-host';
import type { IsolateHost } from '../../location/isolate';
import { openNodeConnection } from '../../storage/sqlite/node-connection';
import { SqliteStorage } from '../../storage/sqlite/sqlite-storage';
import type { Storage } from '../../storage/storage';
import type { Instance, LocationStatus } from '../instance';
import { processEnvironment } from '../node/process-environment';
import { directValues } from '../direct-values';
import { openInstance } from '../open-instance';
import { CapturedValues } from './captured-values';
import { ControlledTime } from './controlled-time';
import type { TestedDefinitions } from './definition-entries';
import { testedNotebook, type TestedNotebook, type TestFiles } from './tested-notebook';

export interface EphemeralInstanceOptions {
  /** Time stands still here until `advance`. Without, it passes as usual, and `advance` comes on top. */
  readonly now?: Date | number;
  /** Environment variables, over those of the process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * An instance in memory, whose steps are executed in this very realm, and whose time the test can move. It is also what
 * contexts that a test builds take as their `instance`.
 */
export interface EphemeralInstance extends Instance, DagsterInstance {
  /** Makes definitions a code location. Rejects where they have errors. */
  load(
    definitions: TestedDefinitions,
    options?: {
      /** Name of the location; loading into it again replaces what it has. Default `definitions`. */
      readonly location?: string;
      /** Instead of the definitions' resources and IO managers, by key. */
      readonly resources?: Readonly<Record<string, unknown>>;
      /** What `context.file(path)` reads: bytes, text, or what becomes JSON. */
      readonly files?: TestFiles;
    },
  ): Promise<LocationStatus>;
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Moves the time on by milliseconds: retries, time limits and ticks whose time comes are due one after another, and
   * what each sets off happens before the next. Loads under way end first; steps that wait for something of their own
   * are not waited for.
   */
  advance(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** What `materialize` needs of an instance besides. */
export interface InstanceInside {
  readonly storage: Storage;
  readonly time: ControlledTime;
  readonly captured: CapturedValues;
  /** What was thrown in the steps of a bundle. */
  readonly notebook: (bundle: string) => TestedNotebook;
}

const insides = new WeakMap<Instance, InstanceInside>();

/** Throws for an instance that `ephemeralInstance` did not make. */
export function insideOf(instance: Instance): InstanceInside {
  const inside = insides.get(instance);
  if (inside) return inside;
  throw new DagbookError('The instance was not made by ephemeralInstance()', { name: 'NotEphemeral' });
}

let bundles = 0;

/** Dagster's ephemeral instance: nothing is left of it. `close` it when the test ends. */
export function ephemeralInstance({ now, env = {} }: EphemeralInstanceOptions = {}): EphemeralInstance {
  const time = new ControlledTime(now === undefined ? undefined : Number(now));
  const captured = new CapturedValues();
  const notebooks = new Map<string, TestedNotebook>();
  const newest = new Map<string, TestedNotebook>();
  const memory = () => new MemoryPaths();
  const host = directIsolateHost({
    engine: stepEngine,
    notebook: (bundle) => notebooks.get(bundle)!,
    clock: time,
    onWork: () => time.begin(),
  });
  const isolates: IsolateHost = {
    ...host,
    create: (location, files) =>
      host.create(location, {
        ...files,
        readAttachment: async (path) => newest.get(location)!.readAttachment(path),
      }),
  };
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  const opened = openInstance({
    storage,
    artifacts: new MemoryArtifacts(),
    artifactsKind: 'memory',
    isolates,
    stores: pathStores({ memory, files: memory, opfs: memory, indexeddb: memory }, 'memory'),
    environment: { get: async (name) => env[name] ?? (await processEnvironment.get(name)) },
    modules: {},
    parser: {
      compile: async (source) => notebooks.get(source)?.compiled ?? noSource(),
      write: async () => noSource(),
    },
    startValues: directValues,
    clock: time,
    timers: time,
    version: 'testing',
    warnings: ['keeps_nothing'],
    leads: true,
  });
  // While anything is stored, not all are waiting for a time.
  opened.subscribe(() => time.begin()());
  const load: EphemeralInstance['load'] = async (
    definitions,
    { location = 'definitions', resources = {}, files = {} } = {},
  ) => {
    const hash = `definitions-${++bundles}`;
    const notebook = testedNotebook({ hash, title: location, definitions, resources, files, captured });
    notebooks.set(hash, notebook);
    newest.set(location, notebook);
    await opened.files.replace({ id: location, source: hash, files: [] });
    // Read from disk now, so that no step waits for it while time is moved.
    await notebook.loaded.codecModules();
    const status = await opened.loadLocation(location);
    if (status.errors.length > 0) throw wrongDefinitions(status);
    return status;
  };
  let loading: Promise<unknown> = Promise.resolve();
  const instance: EphemeralInstance = {
    ...opened,
    ...askDagsterInstance(opened.askInstance('test')),
    load(definitions, options) {
      const loaded = load(definitions, options);
      loading = Promise.allSettled([loading, loaded]);
      return loaded;
    },
    now: () => time.now(),
    async advance(milliseconds) {
      await loading;
      return time.advance(milliseconds);
    },
    async close() {
      await opened.close();
      time.stop();
    },
  };
  insides.set(instance, { storage, time, captured, notebook: (bundle) => notebooks.get(bundle)! });
  return instance;
}

function noSource(): never {
  throw new DagbookError('An ephemeral instance loads definitions, not notebooks', {
    name: 'NotANotebook',
    remedy: 'Import the notebook and give it to load().',
  });
}

/** All that is wrong, in one error. */
function wrongDefinitions({ errors }: LocationStatus): DagbookError {
  const [{ name, remedy, at }] = errors as [LocationStatus['errors'][0]];
  return new DagbookError(errors.map(({ message }) => message).join('\n'), { name, remedy, at });
}
