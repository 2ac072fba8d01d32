import { DagbookError, serializeError } from '../../base/errors';
import type { Logger } from '../../definitions/asset-execution-context';
import { opConfig } from '../../definitions/config/op-config';
import type { NodeDefinition } from '../../definitions/node-definition';
import { requiredResources } from '../../definitions/required-resources';
import { stepOutputs } from '../../definitions/step-outputs';
import type { OutputYield } from '../../definitions/step-yield';
import type { StepHost } from '../../location/inside/engine';
import type { LoadedNotebook } from '../../location/inside/loaded-notebook';
import type { Say } from '../../location/inside/say';
import type { StepRequest } from '../../location/step-protocol';
import { addedMetadata } from './added-metadata';
import { inputValues } from './input-values';
import type { ManagedStep } from './managed-values';
import { runHooks, type StepEnd } from './run-hooks';
import { ResourceInitFailed, type RunResources } from './run-resources';
import { yieldSayer } from './say-yield';
import { StepContext } from './step-context';
import { isTriedAgain, stepFailure } from './step-failure';
import { stepLogger } from './step-logger';
import { progressSayer } from './step-progress';

/**
 * Executes a step inside the isolate: resources that are not there yet set up, inputs decoded or loaded, the user's
 * function called, each output encoded or stored as soon as it comes, hooks called. An error that nobody caught fails
 * the step too, like one it threw: what it left undone is not known. Of a step that failed elsewhere only the hooks are
 * called.
 */
export async function executeStep(
  request: StepRequest,
  loaded: LoadedNotebook | undefined,
  resources: RunResources,
  { say, files, strayErrors }: StepHost,
): Promise<void> {
  const log = stepLogger((level, message) => say({ type: 'log', level, message }));
  let hasStarted = false;
  const start = () => {
    hasStarted = true;
    say({ type: 'started' });
  };
  const hooks = async (end: StepEnd) =>
    loaded && request.hooks.length > 0 && { hooks: await runHooks(request, loaded, resources, log, end) };

  try {
    const { node, notebook } = findNode(request, loaded);
    await openResources(request, notebook, resources, log, say);
    start();
    if (request.failedWith) {
      const { failedWith: error } = request;
      return say({ type: 'failed', error, ...(await hooks({ type: 'failure', error })) });
    }
    const outputs = await compute(node, request, notebook, resources, { say, files, log });
    const strays = await strayErrors();
    if (strays.length > 0) throw strays[0];
    say({ type: 'succeeded', ...(await hooks({ type: 'success', outputs })) });
  } catch (thrown) {
    if (!hasStarted && !(thrown instanceof ResourceInitFailed)) start();
    const failure = stepFailure(thrown, loaded?.locate ?? serializeError);
    const end: StepEnd = isTriedAgain(failure, request)
      ? { type: 'retry' }
      : { type: 'failure', error: failure.error };
    say({ type: 'failed', ...failure, ...(await hooks(end)) });
  }
}

/** Sets up what the step and its hooks need and its run has not got in this isolate, and says so. */
async function openResources(
  { resources: asked, hooks }: StepRequest,
  notebook: LoadedNotebook,
  resources: RunResources,
  log: Logger,
  say: Say,
): Promise<void> {
  const ofHooks = hooks.flatMap((name) => notebook.definitions.hooks.get(name)?.resources ?? []);
  const request = { ...asked, keys: [...asked.keys, ...ofHooks] };
  const missing = resources.missing(request, notebook);
  if (missing.length === 0) return;
  say({ type: 'resourcesStarting', resources: missing });
  try {
    await resources.open(request, notebook, log);
  } catch (error) {
    if (error instanceof ResourceInitFailed)
      say({ type: 'resourcesFailed', resources: missing, error: error.data });
    throw error;
  }
  say({ type: 'resourcesReady', resources: missing });
}

/** Calls the user's function and says what it yields; answers the values, by output, where hooks may want them. */
async function compute(
  node: NodeDefinition,
  request: StepRequest,
  { codecModules, importReader }: LoadedNotebook,
  resources: RunResources,
  { say, files, log }: Pick<StepHost, 'say' | 'files'> & { readonly log: Logger },
): Promise<Readonly<Record<string, unknown>>> {
  const { runId, stepKey } = request;
  const { config: runConfig, env } = request.resources;
  const added = addedMetadata(node);
  const step: ManagedStep = {
    runId,
    stepKey,
    log,
    files,
    modules: await codecModules(),
    manager: (key) => resources.get(runId, key),
  };
  const outputs = new Map(request.outputs.map((output) => [output.name, output]));
  const { sayYield, sayEvent } = yieldSayer({ node, outputs, step, added, say });
  const config = await opConfig(node.configSchema, runConfig, stepKey, env);
  const inputs = await inputValues(node, request.inputs, step, (name) => say({ type: 'input', name }));
  const context = new StepContext({
    request,
    node,
    config,
    resources: requiredResources(node.name, resources.values(runId, node.resources)),
    log,
    added,
    files,
    importReader,
    sayEvent,
    progress: progressSayer(say),
  });
  const values: Record<string, unknown> = {};
  const { checks, partitions } = request;
  const wanted = { outputs: request.outputs, checks, partitionKeys: partitions?.keys };
  for await (const said of stepOutputs(node, node.compute(inputs, context as never), wanted)) {
    await sayYield(said);
    if (said.type === 'output' && request.hooks.length > 0) keep(values, said);
  }
  return values;
}

/** Of an output that comes many times, an object by mapping key or partition. */
function keep(values: Record<string, unknown>, said: OutputYield): void {
  const { output, mappingKey, partitionKey = mappingKey, value } = said;
  if (partitionKey === undefined) values[output] = value;
  else Object.assign((values[output] ??= {}) as object, { [partitionKey]: value });
}

function findNode(
  request: StepRequest,
  notebook: LoadedNotebook | undefined,
): { readonly node: NodeDefinition; readonly notebook: LoadedNotebook } {
  if (notebook?.bundle !== request.bundle) {
    throw new DagbookError(
      'The isolate has not loaded the version of the notebook that this step belongs to',
      { name: 'BundleNotLoaded', remedy: 'Run it again from the notebook as it is now.' },
    );
  }
  const node = notebook.definitions.nodes.get(request.node);
  if (node) return { node, notebook };
  throw new DagbookError(`The notebook defines no step "${request.node}"`, {
    name: 'UnknownNode',
    remedy: 'Its cell may have failed while loading: see the errors of the code location.',
  });
}
