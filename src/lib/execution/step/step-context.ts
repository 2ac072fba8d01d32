import { DagbookError } from '../../base/errors';
import type {
  AssetCheckExecutionContext,
  AssetExecutionContext,
  AttachedFile,
  Logger,
} from '../../definitions/asset-execution-context';
import type { NodeDefinition } from '../../definitions/node-definition';
import { assetEventYield } from '../../definitions/step-events';
import type { AssetEventYield } from '../../definitions/step-yield';
import type { ReadAttachment } from '../../location/isolate';
import type { StepRequest } from '../../location/step-protocol';
import type { AddedMetadata } from './added-metadata';
import { partitionContext } from '../../definitions/partition-context';

/** What a context is made of. */
export interface ContextParts {
  readonly request: StepRequest;
  readonly node: NodeDefinition;
  readonly config: unknown;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly added: AddedMetadata;
  readonly readAttachment: ReadAttachment;
  readonly sayEvent: (event: AssetEventYield) => void;
}

/** What the user's function is told about its step, of whatever kind its definition is. */
export function stepContext(parts: ContextParts): AssetExecutionContext & AssetCheckExecutionContext {
  const { request, node, config, resources, log, added } = parts;
  const assetKeys = request.outputs.flatMap(({ assetKey }) => assetKey ?? []);
  return Object.defineProperties(
    {
      runId: request.runId,
      jobName: request.jobName,
      opName: node.name,
      stepKey: request.stepKey,
      config,
      resources,
      retryNumber: request.attempt - 1,
      tags: request.tags,
      selectedOutputNames: request.outputs.map(({ name }) => name),
      selectedChecks: request.checks.map(({ assetKey, name }) => ({ assetKey, name })),
      assetKeys,
      selectedAssetKeys: assetKeys,
      get assetKey() {
        if (assetKeys.length === 1) return assetKeys[0]!;
        const many = assetKeys.length > 0;
        throw new DagbookError(many ? 'This step makes several assets' : 'This step makes no asset', {
          name: 'NoSuchAsset',
          remedy: many ? 'Use context.assetKeys.' : 'Use context.opName or context.stepKey.',
        });
      },
      log,
      file: (path: string) => attachedFile(path, parts.readAttachment),
      addOutputMetadata: added.add,
      logEvent: (event: Parameters<AssetExecutionContext['logEvent']>[0]) =>
        parts.sayEvent(assetEventYield(node, event)),
    },
    Object.getOwnPropertyDescriptors(partitionContext(request.partitions)),
  ) as never;
}

function attachedFile(path: string, readAttachment: ReadAttachment): AttachedFile {
  const bytes = () => readAttachment(path);
  const text = async () => new TextDecoder().decode(await bytes());
  return { path, bytes, text, json: async () => JSON.parse(await text()) };
}
