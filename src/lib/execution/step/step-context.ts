import { DagbookError } from '../../base/errors';
import type {
  AssetCheckExecutionContext,
  AssetExecutionContext,
  Logger,
} from '../../definitions/asset-execution-context';
import { askDagsterInstance } from '../../definitions/ask-dagster-instance';
import type { DagsterInstance } from '../../definitions/dagster-instance';
import type { NodeDefinition } from '../../definitions/node-definition';
import { partitionContext } from '../../definitions/partition-context';
import type { AssetKeyString } from '../../definitions/snapshot';
import { assetEventYield } from '../../definitions/step-events';
import type { AssetEventYield } from '../../definitions/step-yield';
import type { ImportReader } from '../../location/inside/loaded-notebook';
import type { IsolateFiles } from '../../location/isolate';
import type { StepRequest } from '../../location/step-protocol';
import type { StepPartitions } from '../../plan/execution-plan';
import type { AddedMetadata } from './added-metadata';
import { attachedFile } from './attached-file';
import { stepSql } from './step-sql';

/** What a context is made of. */
export interface ContextParts {
  readonly request: StepRequest;
  readonly node: NodeDefinition;
  readonly config: unknown;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly added: AddedMetadata;
  readonly files: IsolateFiles;
  readonly importReader: ImportReader;
  readonly sayEvent: (event: AssetEventYield) => void;
  readonly progress: AssetExecutionContext['progress'];
}

/**
 * What the user's function is told about its step, of whatever kind its definition is. Functions are members of their
 * own, since people take them out of the context; what may throw is a getter.
 */
export class StepContext implements AssetExecutionContext, AssetCheckExecutionContext {
  readonly runId: string;
  readonly jobName: string;
  readonly opName: string;
  readonly stepKey: string;
  readonly config: unknown;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly retryNumber: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly selectedOutputNames: readonly string[];
  readonly selectedChecks: readonly { readonly assetKey: AssetKeyString; readonly name: string }[];
  readonly assetKeys: readonly AssetKeyString[];
  readonly selectedAssetKeys: readonly AssetKeyString[];
  readonly log: Logger;
  readonly instance: DagsterInstance;
  readonly progress: AssetExecutionContext['progress'];
  readonly file: AssetExecutionContext['file'];
  readonly sql: AssetExecutionContext['sql'];
  readonly addOutputMetadata: AssetExecutionContext['addOutputMetadata'];
  readonly logEvent: AssetExecutionContext['logEvent'];
  private readonly partitions: StepPartitions | undefined;

  constructor({
    request,
    node,
    config,
    resources,
    log,
    added,
    files,
    importReader,
    sayEvent,
    progress,
  }: ContextParts) {
    this.runId = request.runId;
    this.jobName = request.jobName;
    this.opName = node.name;
    this.stepKey = request.stepKey;
    this.config = config;
    this.resources = resources;
    this.retryNumber = request.attempt - 1;
    this.tags = request.tags;
    this.selectedOutputNames = request.outputs.map(({ name }) => name);
    this.selectedChecks = request.checks.map(({ assetKey, name }) => ({ assetKey, name }));
    this.assetKeys = request.outputs.flatMap(({ assetKey }) => assetKey ?? []);
    this.selectedAssetKeys = this.assetKeys;
    this.log = log;
    this.instance = askDagsterInstance(files.askInstance);
    this.progress = progress;
    this.file = (path) => attachedFile(path, files.readAttachment, importReader);
    this.sql = stepSql(importReader);
    this.addOutputMetadata = added.add;
    this.logEvent = (event) => sayEvent(assetEventYield(node, event));
    this.partitions = request.partitions;
  }

  get assetKey(): AssetKeyString {
    if (this.assetKeys.length === 1) return this.assetKeys[0]!;
    const many = this.assetKeys.length > 0;
    throw new DagbookError(many ? 'This step makes several assets' : 'This step makes no asset', {
      name: 'NoSuchAsset',
      remedy: many ? 'Use context.assetKeys.' : 'Use context.opName or context.stepKey.',
    });
  }

  get hasPartitionKey() {
    return partitionContext(this.partitions).hasPartitionKey;
  }

  get partitionKey() {
    return partitionContext(this.partitions).partitionKey;
  }

  get partitionKeys() {
    return partitionContext(this.partitions).partitionKeys;
  }

  get partitionKeyRange() {
    return partitionContext(this.partitions).partitionKeyRange;
  }

  get partitionTimeWindow() {
    return partitionContext(this.partitions).partitionTimeWindow;
  }

  get partitionKeysByDimension() {
    return partitionContext(this.partitions).partitionKeysByDimension;
  }
}
