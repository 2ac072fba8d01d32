import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Clock, Timers } from '../base/clock';
import type { AssetKeyString } from '../definitions/snapshot';
import type { PoolSlots } from '../plan/pool-slots';
import type { Run, Storage } from '../storage/storage';
import type { ExecutorFactories } from './executor';
import type { KnowledgeStorage } from './stored-knowledge';

export interface DriveRunOptions {
  readonly run: Run;
  readonly storage: KnowledgeStorage & Pick<Storage, 'append' | 'getValue'>;
  readonly artifacts: ArtifactStore;
  readonly executors: ExecutorFactories;
  readonly clock: Clock;
  /** For retries and time limits; default real time. */
  readonly timers?: Timers;
  /** Shared by all runs; default: pools limit nothing. */
  readonly pools?: PoolSlots;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /** The environment variables that the run's config names. Their values never get into the log. */
  readonly env?: Readonly<Record<string, string>>;
  /** Throws where the run's code may not read what another run made of an asset; default: it may. */
  readonly assertReads?: (assetKey: AssetKeyString, runId: string) => Promise<void>;
  /** Throws where the run's code may not say that an asset was made or observed; default: it may. */
  readonly assertWrites?: (assetKey: AssetKeyString) => Promise<void>;
  /** Aborting cancels the run. */
  readonly signal?: AbortSignal;
  /** Aborting leaves the run as its log has it, for another driver to go on with; the answer is its status then. */
  readonly handOver?: AbortSignal;
  /** Bytes of values kept at hand for later steps of this run; default 64 MiB. */
  readonly cacheBytes?: number;
}
