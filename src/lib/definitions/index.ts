/** The package `dagbook`: what a notebook's cells import. */
export { asset } from './asset';
export type { AssetDefinition, AssetOptions } from './asset';
export type { AssetAttributes } from './asset-attributes';
export type { AssetExecutionContext, Logger } from './asset-execution-context';
export type { ArrowTable, AttachedFile, CellType, CsvRecord } from './attached-file';
export { AssetIn } from './asset-in';
export type { AssetInOptions, AssetIns, AssetReference, InputsOf, ValueIn } from './asset-in';
export { AssetDep } from './asset-dep';
export type { AssetDependency } from './asset-dep';
export { defineAssetJob } from './asset-job';
export type { AssetJobDefinition, AssetJobOptions } from './asset-job';
export { AssetOut } from './asset-out';
export type { AssetOutOptions } from './asset-out';
export { AssetSpec, externalAssets } from './asset-spec';
export type { AssetSpecOptions } from './asset-spec';
export type { ComputeOptions } from './compute-options';
export { AutomationCondition } from './automation/automation-condition';
export type { ConditionSelection } from './automation/automation-condition';
export { automationConditionSensor } from './automation/automation-condition-sensor';
export type {
  AutomationConditionSensorDefinition,
  AutomationConditionSensorOptions,
} from './automation/automation-condition-sensor';
export type { ConditionSnapshot } from './automation/condition-snapshot';
export { definitions } from './definitions';
export { Display, html, md, plot, svg } from './display';
export type { MimeBundle, PlotData, PlotMark, PlotSpec } from './display';
export type { DefinitionsDefinition, DefinitionsOptions } from './definitions';
export { graph } from './graph';
export type { GraphDefinition, GraphOptions } from './graph';
export { graphAsset, graphMultiAsset } from './graph-asset';
export type { GraphAssetOptions, GraphMultiAssetOptions } from './graph-asset';
export type { DynamicHandle, Handle, NestedDynamicHandle, Source } from './handle';
export { In } from './in';
export type { InOptions } from './in';
export type { Invocable, InvocationOptions } from './invocable';
export { job } from './job';
export type { JobDefinition, JobOptions } from './job';
export { MaterializeResult } from './materialize-result';
export type { ValueOf } from './materialize-result';
export { MetadataValue } from './metadata-value';
export type { CodeReference, RawMetadata, TableColumnLineage } from './metadata-value';
export { multiAsset } from './multi-asset';
export type { AssetOutput, AssetOuts, MultiAssetDefinition, MultiAssetOptions } from './multi-asset';
export { observableSourceAsset } from './observable-source-asset';
export type { ObservableSourceAssetOptions } from './observable-source-asset';
export { op } from './op';
export type { OpDefinition, OpOptions } from './op';
export { DynamicOut, Out } from './out';
export type { OutOptions } from './out';
export type { AssetKeyString, ExecutorChoice, TagConcurrencyLimit } from './snapshot';
export type { TableColumn, TableSchema, TableSchemaSource } from './table';
export { BackfillPolicy } from './partitions/backfill-policy';
export { MultiPartitionsDefinition } from './partitions/multi-partitions';
export { PartitionKeyRange } from './partitions/partition-key-range';
export {
  AllPartitionMapping,
  IdentityPartitionMapping,
  LastPartitionMapping,
  MultiPartitionMapping,
  MultiToSingleDimensionPartitionMapping,
  SpecificPartitionsPartitionMapping,
  StaticPartitionMapping,
  TimeWindowPartitionMapping,
} from './partitions/partition-mapping';
export type {
  DimensionPartitionMapping,
  PartitionMapping,
  TimeWindowPartitionMappingOptions,
} from './partitions/partition-mapping';
export type { PartitionsDefinition, PartitionsQuery } from './partitions/partitions-definition';
export { DynamicPartitionsDefinition, StaticPartitionsDefinition } from './partitions/static-partitions';
export { TimeWindow } from './partitions/time-window';
export {
  DailyPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  TimeWindowPartitionsDefinition,
  WeeklyPartitionsDefinition,
} from './partitions/time-window-partitions';
export type {
  DailyPartitionsOptions,
  HourlyPartitionsOptions,
  MonthlyPartitionsOptions,
  TimeWindowPartitionsOptions,
  WeeklyPartitionsOptions,
} from './partitions/time-window-partitions';
export { assetCheck, multiAssetCheck } from './asset-check';
export type {
  AssetCheckDefinition,
  AssetCheckOptions,
  MultiAssetCheckDefinition,
  MultiAssetCheckOptions,
} from './asset-check';
export { AssetCheckResult, AssetCheckSeverity } from './asset-check-result';
export { AssetCheckSpec } from './asset-check-spec';
export { AssetMaterialization, AssetObservation } from './asset-events';
export type { AssetCheckExecutionContext, OpExecutionContext } from './asset-execution-context';
export { assetSensor, multiAssetSensor } from './asset-sensor';
export type { AssetSensorOptions, MultiAssetSensorOptions } from './asset-sensor';
export {
  buildMultiAssetSensorContext,
  buildRunStatusSensorContext,
  buildScheduleContext,
  buildSensorContext,
} from './build-tick-context';
export { DataVersion, DataVersionsByPartition } from './data-version';
export { EnvVar } from './env-var';
export { FreshnessPolicy } from './freshness-policy';
export type { Duration, FreshnessState } from './freshness-policy';
export { Failure, RetryRequested } from './failure';
export { failureHook, successHook } from './hook';
export type { HookContext, HookDefinition } from './hook';
export { inputManager, ioManager } from './io-manager';
export type {
  InputContext,
  InputManager,
  IOManager,
  IOManagerDefinition,
  OutputContext,
  PathStore,
} from './io-manager';
export { ObserveResult } from './materialize-result';
export { Nothing } from './nothing';
export { DynamicOutput, Output } from './output';
export { resource } from './resource';
export { view } from './view';
export type { View } from './view';
export type { ViewCellDefinition } from './view-cell';
export type { ResourceContext, ResourceDefinition, ResourceOptions } from './resource';
export { RetryPolicy } from './retry-policy';
export type { Backoff, Jitter } from './retry-policy';
export { RunRequest, SkipReason } from './run-request';
export { runFailureSensor, runStatusSensor } from './run-status-sensor';
export type { RunFailureSensorOptions, RunStatusSensorOptions } from './run-status-sensor';
export { schedule } from './schedule';
export type { OverlapPolicy, ScheduleDefinition, ScheduleOptions } from './schedule';
export { sensor } from './sensor';
export type { SensorDefinition, SensorOptions } from './sensor';
export { sql } from './sql';
export type { SqlOptions, SqlRow, SqlValue } from './sql';
export { SensorResult } from './sensor-result';
export type { StandardSchema } from './standard-schema';
export type {
  MultiAssetSensorEvaluationContext,
  RunStatusSensorEvaluationContext,
  ScheduleEvaluationContext,
  SensorEvaluationContext,
} from './tick-context';
export type {
  AssetRecordsFilter,
  DagsterInstance,
  DagsterRun,
  DagsterRunsFilter,
  EventRecordsResult,
  ObservationRecord,
  PageOptions,
} from './dagster-instance';
export type { MaterializationRecord, RunRecord, RunStatusEvent, WatchedRunStatus } from './watched-events';
export { buildAssetContext, buildOpContext } from './build-context';
export type { BuildContextOptions, KeptByContext } from './build-context';
export {
  filesystemIOManager,
  indexedDbIOManager,
  inMemoryIOManager,
  opfsIOManager,
} from './built-in-io-managers';
export { evaluateSchedule, evaluateSensor } from './evaluate-tick';
export { pathIOManager } from './path-io-manager';
export type { PathIOManagerOptions } from './path-io-manager';
export { buildScheduleFromPartitionedJob } from './partitioned-schedule';
export type { PartitionedScheduleOptions } from './partitioned-schedule';
export type { AssetCheckKey, DynamicPartitionsRequest, RunRequestOptions } from './run-request';
export type { RequestedRun, TickOutcome } from './tick-outcome';
