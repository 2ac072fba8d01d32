import type { AssetKeyString, MetadataEntries } from '../definitions/snapshot';
import type { EventData, NewEvent, ValuePointer } from '../events/event';
import { noDataVersion } from '../graph/stale-causes';
import type { ExecutionStep, PlannedSource } from '../plan/execution-plan';

export type Materialization = EventData['ASSET_MATERIALIZATION'];

type Materialized = Extract<NewEvent, { type: 'ASSET_MATERIALIZATION' }>;
type CheckTarget = NonNullable<EventData['ASSET_CHECK_EVALUATION']['target']>;

/** What a step yielded: kept at `value` by the default IO manager, by another one, or (without both) nowhere. */
export interface YieldedOutput {
  readonly ioManagerKey?: string;
  readonly value?: ValuePointer;
  readonly metadata?: MetadataEntries;
}

/** Versions of what goes into a step: what it reads or follows, and its config; see ASSET_MATERIALIZATION. */
export type InputVersions = Pick<
  Materialization,
  'inputVersions' | 'inputPartitionVersions' | 'configVersion'
>;

/** From so many upstream partitions on, their versions are not recorded (Dagster's threshold). */
const mostPartitions = 100;

type StepSource = Extract<PlannedSource, { type: 'step' | 'collect' }>;

/** What a run knows of the values its steps read: those from before it, then its own. Fed by events alone. */
export class KnownValues {
  private readonly assets = new Map<AssetKeyString, Materialized>();
  private readonly partitions = new Map<AssetKeyString, Map<string, Materialized>>();
  private readonly observed = new Map<AssetKeyString, string>();
  private readonly outputs = new Map<string, YieldedOutput>();
  private readonly configs: ReadonlyMap<string, string>;

  /** `configs`: see `configVersions`. */
  constructor(configs: ReadonlyMap<string, string>) {
    this.configs = configs;
  }

  apply(event: NewEvent): void {
    const { assetKey, stepKey, runId } = event;
    if (event.type === 'ASSET_MATERIALIZATION' && assetKey !== undefined) {
      const { partition } = event.data;
      this.assets.set(assetKey, event);
      this.observed.delete(assetKey);
      if (partition === undefined) return;
      const known = this.partitions.get(assetKey) ?? new Map<string, Materialized>();
      this.partitions.set(assetKey, known.set(partition, event));
    } else if (event.type === 'ASSET_OBSERVATION' && assetKey !== undefined) {
      if (event.data.dataVersion !== undefined) this.observed.set(assetKey, event.data.dataVersion);
    } else if (event.type === 'STEP_OUTPUT' && event.data.refused === undefined) {
      const { output, mappingKey } = event.data;
      this.outputs.set(outputId(runId, stepKey!, output, mappingKey), {});
    } else if (event.type === 'HANDLED_OUTPUT') {
      const { output, mappingKey, ioManagerKey, value, metadata } = event.data;
      this.outputs.set(outputId(runId, stepKey!, output, mappingKey), { ioManagerKey, value, metadata });
    }
  }

  asset(key: AssetKeyString, partition?: string): Materialization | undefined {
    return this.event(key, partition)?.data;
  }

  /** Which materialization is the newest: what a check judges. */
  identityOf(key: AssetKeyString, partition?: string): CheckTarget | undefined {
    const event = this.event(key, partition);
    return event && { runId: event.runId, timestamp: event.timestamp, dataVersion: event.data.dataVersion };
  }

  private event(key: AssetKeyString, partition?: string): Materialized | undefined {
    return partition === undefined ? this.assets.get(key) : this.partitions.get(key)?.get(partition);
  }

  output(source: StepSource, runId: string): YieldedOutput | undefined {
    const mappingKey = source.type === 'step' ? source.mappingKey : undefined;
    return this.outputs.get(outputId(source.runId ?? runId, source.step, source.output, mappingKey));
  }

  /** Versions of all that a step depends on. */
  versionsFor({ node, inputs, after = [], afterPartitions = {} }: ExecutionStep): InputVersions {
    const inputVersions: Record<AssetKeyString, string> = {};
    const inputPartitionVersions: Record<AssetKeyString, Record<string, string>> = {};
    const add = (key: AssetKeyString, partitions?: readonly string[]) => {
      if (partitions === undefined) this.addVersion(inputVersions, key);
      else
        inputPartitionVersions[key] =
          partitions.length < mostPartitions ? this.partitionVersions(key, partitions) : {};
    };
    for (const source of inputs.flatMap((input) => assetSources(input.source)))
      add(source.key, source.partitions);
    for (const key of after) add(key, afterPartitions[key]);
    const configVersion = this.configs.get(node);
    return {
      inputVersions,
      ...(Object.keys(inputPartitionVersions).length > 0 && { inputPartitionVersions }),
      ...(configVersion !== undefined && { configVersion }),
    };
  }

  private addVersion(versions: Record<AssetKeyString, string>, key: AssetKeyString): void {
    const known = this.assets.get(key);
    const made = known?.data.partition === undefined ? known?.data.dataVersion : undefined;
    versions[key] = this.observed.get(key) ?? made ?? noDataVersion;
  }

  private partitionVersions(key: AssetKeyString, partitions: readonly string[]): Record<string, string> {
    const versions: Record<string, string> = {};
    for (const partition of partitions) {
      const version = this.asset(key, partition)?.dataVersion;
      if (version !== undefined) versions[partition] = version;
    }
    return versions;
  }
}

const outputId = (runId: string, step: string, output: string, mappingKey = ''): string =>
  `${runId}\n${step}\n${output}\n${mappingKey}`;

export type AssetSource = Extract<PlannedSource, { type: 'asset' }>;

/** The assets that a source reads, those inside a fan-in included. */
export const assetSources = (source: PlannedSource): readonly AssetSource[] =>
  source.type === 'asset' ? [source] : source.type === 'fanIn' ? source.sources.flatMap(assetSources) : [];
