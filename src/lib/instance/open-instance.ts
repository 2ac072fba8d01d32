import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Clock, Timers } from '../base/clock';
import { type GivenSettings, settingsReader } from '../daemon/instance-settings';
import { workspaceReader } from '../daemon/workspace';
import type { TickPorts } from '../daemon/ticks/evaluate';
import type { AskInstance } from '../definitions/instance-question';
import type { AssetKeyString } from '../definitions/snapshot';
import type { PathStore } from '../definitions/io-manager';
import type { IsolateHost, PathStoreName } from '../location/isolate';
import type { ModuleTexts } from '../location/module-texts';
import { PoolSlots } from '../plan/pool-slots';
import type { Storage } from '../storage/storage';
import { answerInstance } from './answer-instance';
import { assetCommands } from './asset-commands';
import { automationCommands } from './automations';
import { AssetWork } from './asset-work';
import { AssetTeller } from './asset-news';
import { assetStatuses } from './assets';
import { backfillCommands } from './backfills';
import { startDaemons } from './daemons';
import { evaluateTick } from './evaluate-tick';
import { instigatorCommands } from './instigators';
import type { Environment } from './environment';
import type { Instance } from './instance';
import { type FindInstalled, packageCommands } from './packages';
import { partitionsStatus } from './partitions-status';
import { jobCalls } from './jobs';
import { locationSummaries } from './location-summaries';
import { Locations } from './locations';
import { namedThings } from './named-things';
import type { NotebookParser } from './notebook-parser';
import { documentCommands } from './documents';
import { type NotebookFiles, notebookCommands } from './notebooks';
import { resourceStatuses } from './resources';
import { runCommands } from './runs';
import type { InstanceWarning } from './maintenance-calls';
import { beatEvery, maintenanceCommands, type Restoring } from './maintenance';
import { settingsCommands } from './settings';
import { type StartValues, valueCommands } from './values';
import { trustCommands, Trusts } from './trust';
import { variableCommands } from './variables';

/** The parts of one host, made by its composition (`browser/`, `node/`). */
export interface InstanceParts {
  readonly storage: Storage;
  readonly artifacts: ArtifactStore;
  /** What the user reads of where values go. */
  readonly artifactsKind: string;
  readonly isolates: IsolateHost;
  /** Whether all code may talk to all hosts, as in Node, which keeps none from it. Default only where granted. */
  readonly hasNetwork?: boolean;
  /** Where IO managers of a location's notebook keep bytes. */
  readonly stores: (location: string) => (name: PathStoreName) => PathStore;
  readonly environment: Environment;
  readonly modules: ModuleTexts;
  /** Packages beside notebooks, where the host has such. */
  readonly findInstalled?: FindInstalled;
  readonly parser: NotebookParser;
  readonly startValues: StartValues;
  readonly clock: Clock;
  /** For retries and time limits; default real time. */
  readonly timers?: Timers;
  readonly version: string;
  readonly warnings?: readonly InstanceWarning[];
  /** Whether this is the one owner that launches runs and takes up those that the last owner left. */
  readonly leads: boolean;
  /** Whether a leader evaluates schedules and sensors. Default true. */
  readonly ticks?: boolean;
  /** Hears what a daemon could not do, each time that it tries. Default: the console. */
  readonly onDaemonError?: (error: unknown) => void;
  /** A notebook that is wrong does not replace the definitions of its last sound version. */
  readonly keepsSound?: boolean;
  /** Where the instance can be replaced by a backup while it is open. */
  readonly restoring?: Restoring;
  /** Where a file says them, as in Node; else a person changes them here. */
  readonly settings?: GivenSettings;
}

export interface OpenInstance extends Instance {
  readonly leads: boolean;
  readonly files: NotebookFiles;
  /** What the code of a location asks of the instance, as far as it may know. */
  readonly askInstance: (location: string) => AskInstance;
  /** Ends the daemon and all isolates; runs in progress go on when the instance is opened again. */
  close(): Promise<void>;
}

/** Joins the rooms: the instance as a process has it that owns the store. */
export function openInstance(parts: InstanceParts): OpenInstance {
  const { storage, artifacts, clock } = parts;
  const workspace = workspaceReader(storage);
  const trusts = new Trusts(storage, workspace, parts.hasNetwork);
  const { files, ...notebooks } = notebookCommands({ ...parts, trusts });
  const { textsOf, ...packages } = packageCommands({ ...parts, files, trusts });
  const assets = assetCommands(parts);
  const askInstance = (location: string) =>
    answerInstance(location, { ...parts, trusts, workspace, variablesInUse, partitions: assets });
  const locations = new Locations({
    ...parts,
    ...{ trusts, textsOf, askInstance, host: parts.isolates, readFile: files.read },
  });
  const settings = settingsReader(storage, parts.settings);
  const pools = new PoolSlots();
  const { drive, handOver, prepare, launchRetry, abandon, variablesInUse, ...runs } = runCommands({
    ...parts,
    locations,
    trusts,
    workspace,
    pools,
    settings,
  });
  const work = new AssetWork(storage);
  const teller = new AssetTeller();
  const statuses = (location?: string) => assetStatuses({ storage, work, clock }, location);
  const tick: TickPorts['evaluateTick'] = (instigator, question) =>
    evaluateTick(instigator, question, {
      locations,
      environment: parts.environment,
      trusts,
      workspace,
    });
  const { cancelRun } = runs;
  const hearsAll = (location: string) => trusts.hearsAll(location);
  const partitionsOf = (key: AssetKeyString) => partitionsStatus(key, { storage, work, clock });
  const instigators = instigatorCommands({ storage, workspace, evaluateTick: tick, clock, hearsAll });
  const daemon =
    parts.leads &&
    startDaemons({
      ...parts,
      workspace,
      evaluateTick: tick,
      prepareRun: prepare,
      cancelRun,
      drive,
      settings,
      pools,
      launchRetry,
      abandon,
      hearsAll,
    });

  // A test that moves the time has no use for heartbeats.
  const beat =
    daemon && parts.timers === undefined
      ? setInterval(() => void storage.beat(daemon.heartbeats()).catch(() => {}), beatEvery)
      : undefined;

  return {
    ...notebooks,
    ...runs,
    ...assets,
    ...instigators,
    ...automationCommands({ storage, workspace, clock }, instigators),
    ...backfillCommands({ storage, workspace, clock, partitionsOf }),
    ...settingsCommands({ storage, settings, pools, workspace, isFixed: parts.settings !== undefined }),
    ...variableCommands(parts),
    ...packages,
    ...documentCommands({ storage, files, trusts }),
    ...trustCommands({ storage, trusts, workspace, locations }),
    ...valueCommands({ ...parts, locations, trusts, readFile: files.read }),
    ...maintenanceCommands({
      ...{ storage, artifacts, clock, settings },
      ...{ daemon: daemon || undefined, restoring: parts.restoring },
    }),
    files,
    askInstance,
    leads: parts.leads,
    loadLocation: (name) => locations.load(name),
    restartLocation: (name) => locations.restart(name),
    locations: () => locationSummaries(storage),
    namedThings: () => namedThings(storage),
    ...jobCalls(storage, clock),
    resources: () => resourceStatuses(storage),
    assets: statuses,
    assetNews: async (since) => teller.tell(await statuses(), since),
    partitions: partitionsOf,
    info: async () => ({
      storage: await storage.info(),
      artifacts: parts.artifactsKind,
      cores: parts.isolates.cores,
      version: parts.version,
    }),
    warnings: async () => parts.warnings ?? [],
    subscribe: (listener) => storage.subscribe(listener),
    async close() {
      handOver();
      clearInterval(beat);
      if (daemon) await daemon.stop();
      locations.close();
      await storage.close();
    },
  };
}
