import { systemTimers } from '../base/clock';
import { assetAutomation } from '../daemon/conditions/asset-automation';
import type { ReadPartitionsContext } from '../daemon/conditions/condition-watch';
import { backfills } from '../daemon/backfill/backfills';
import { startDaemon, type Daemon } from '../daemon/daemon-loop';
import { freshnessDaemon } from '../daemon/freshness';
import type { InstanceSettings } from '../daemon/instance-settings';
import { retention } from '../daemon/retention/retention';
import { runCoordinator } from '../daemon/run-coordinator';
import type { TickPorts } from '../daemon/ticks/evaluate';
import { runMonitoring } from '../daemon/run-monitoring';
import { runRetries, type RunRetriesOptions } from '../daemon/run-retries';
import { scheduler } from '../daemon/ticks/scheduler';
import { sensors, type SensorsOptions } from '../daemon/ticks/sensors';
import type { PrepareRun } from '../daemon/wanted-run';
import type { Workspace } from '../daemon/workspace';
import type { PoolSlots } from '../plan/pool-slots';
import type { StoredRun } from '../storage/storage';
import { artifactSweep } from './artifact-sweep';
import { partitionsContext } from './partitions-context';
import type { InstanceParts } from './open-instance';

export interface DaemonsOptions
  extends
    Pick<InstanceParts, 'storage' | 'artifacts' | 'clock' | 'timers' | 'ticks' | 'onDaemonError'>,
    Pick<SensorsOptions, 'hearsAll'> {
  readonly workspace: () => Promise<Workspace>;
  readonly evaluateTick: TickPorts['evaluateTick'];
  readonly prepareRun: PrepareRun;
  readonly cancelRun: (runId: string) => Promise<void>;
  readonly drive: (run: StoredRun) => Promise<void>;
  readonly settings: () => Promise<InstanceSettings>;
  readonly pools: PoolSlots;
  readonly launchRetry: RunRetriesOptions['launchRetry'];
  readonly abandon: (runId: string) => void;
}

/** All daemons of a leader, at work. */
export function startDaemons(options: DaemonsOptions): Daemon {
  const {
    clock,
    timers = systemTimers,
    drive,
    settings,
    ticks = true,
    onDaemonError = console.error,
  } = options;
  const maxTickRetries = async () => (await settings()).schedules.maxTickRetries;
  const readPartitions: ReadPartitionsContext = (definitions, now) =>
    partitionsContext(definitions, options.storage, now);
  return startDaemon({
    parts: [
      runCoordinator({ ...options, launch: drive }),
      ...(ticks ? [scheduler({ ...options, maxTickRetries }), sensors(options)] : []),
      retention({ ...options, sweepArtifacts: artifactSweep(options.artifacts, options.storage) }),
      backfills({ ...options, partitionsContext: readPartitions }),
      assetAutomation({ ...options, partitionsContext: readPartitions }),
      runRetries(options),
      runMonitoring({ ...options, abandonRun: options.abandon }),
      freshnessDaemon(options),
    ],
    storage: options.storage,
    clock,
    timers,
    onError: onDaemonError,
  });
}
