import { DagbookError } from '../base/errors';
import type { AssetSnapshot, DefinitionsSnapshot, RunConfig, StepSnapshot } from '../definitions/snapshot';
import { configInput } from '../plan/config-inputs';
import type { ExecutionPlan, ExecutionStep, StepInput, StepOutput } from '../plan/execution-plan';

/**
 * A plan of an earlier run with what the notebook says now: code versions, and the values of inputs that the config
 * gives. Answers with it the definitions of its steps. Throws `StepChanged` for a step that is no longer there or
 * reads something else.
 */
export function renewPlan(
  plan: ExecutionPlan,
  { snapshot, jobName }: { readonly snapshot: DefinitionsSnapshot; readonly jobName: string },
): { readonly plan: ExecutionPlan; readonly definitions: readonly StepSnapshot[] } {
  const ofJob = snapshot.jobs.find(({ name }) => name === jobName)?.steps ?? [];
  const byKey = new Map([...snapshot.steps, ...ofJob].map((step) => [step.key, step]));
  const assets = new Map(snapshot.assets.map((asset) => [asset.key, asset]));
  const cut = new Set(snapshot.assets.filter(({ canSubset }) => canSubset).map(({ node }) => node));
  const definitions = new Map<string, StepSnapshot>();
  const steps = plan.steps.map((step): ExecutionStep => {
    const definition = byKey.get(definedKey(step));
    if (definition?.op !== step.op || !readsTheSame(step, definition, cut.has(step.node)))
      throw changed(step.key);
    definitions.set(definition.key, definition);
    return {
      ...step,
      inputs: step.inputs.map((input) => renewInput(input, definition, plan.config)),
      outputs: step.outputs.map((output) => renewOutput(output, assets)),
    };
  });
  return { plan: { ...plan, steps }, definitions: [...definitions.values()] };
}

/** The key without the mapping keys of a step that is one of several. */
const definedKey = ({ key }: ExecutionStep): string => key.replace(/\[[^\]]*\]/g, '');

/** A step that may make only some of its assets need not read all. */
function readsTheSame(step: ExecutionStep, definition: StepSnapshot, canSubset: boolean): boolean {
  const defined = new Set(definition.inputs.map(({ name }) => name));
  const isDefined = step.inputs.every(({ name }) => defined.has(name));
  return isDefined && (canSubset || step.inputs.length === defined.size);
}

function renewInput(input: StepInput, definition: StepSnapshot, config: RunConfig | undefined): StepInput {
  const { source } = definition.inputs.find(({ name }) => name === input.name)!;
  if (input.source.type !== 'value') return input;
  if (source.type === 'value') return { ...input, source };
  const value =
    configInput(config, definition.key, input.name) ??
    (source.type === 'config' ? source.default : undefined);
  return value === undefined ? input : { ...input, source: { type: 'value', value } };
}

function renewOutput(output: StepOutput, assets: ReadonlyMap<string, AssetSnapshot>): StepOutput {
  const asset = output.assetKey === undefined ? undefined : assets.get(output.assetKey);
  if (!asset) return output;
  const { hasOwnCodeVersion: _, ...rest } = output;
  const { codeVersion, hasOwnCodeVersion } = asset;
  return { ...rest, codeVersion, ...(hasOwnCodeVersion && { hasOwnCodeVersion }) };
}

const changed = (key: string) =>
  new DagbookError(`The step ${key} is not in the notebook any more, or reads something else now`, {
    name: 'StepChanged',
    remedy: 'Launch a new run instead of executing this one again.',
  });
