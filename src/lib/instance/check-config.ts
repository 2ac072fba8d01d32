import { namedVariables } from '../definitions/env-var';
import type { RunConfig, StepInputSnapshot, StepSnapshot } from '../definitions/snapshot';
import type { ConfigIssue } from '../location/isolate';
import { configInput } from '../plan/config-inputs';
import { resourceOrder } from '../plan/resource-order';
import { type Environment, resolveVariables } from './environment';
import type { LaunchTarget } from './launch-target';
import type { Locations } from './locations';

/** Environment variables that a run takes values from: in its config, and in that of its resources. */
export function variablesOf(
  { snapshot }: Pick<LaunchTarget, 'snapshot'>,
  config: RunConfig,
  resources: readonly string[],
): readonly string[] {
  const used = new Set(resources);
  const configs = [
    config,
    ...snapshot.resources.flatMap((each) => (used.has(each.key) ? [each.config] : [])),
  ];
  return [...new Set(configs.flatMap(namedVariables))].sort();
}

/** All that is wrong with the config of a run of these steps, by the schemas of the notebook. */
export async function configIssues(
  {
    location,
    config,
    steps,
    allSteps,
  }: {
    readonly location: string;
    readonly config: RunConfig;
    readonly steps: readonly StepSnapshot[];
    /** With those that the run leaves out, for which the config may say something, too. */
    readonly allSteps: readonly StepSnapshot[];
  },
  target: Pick<LaunchTarget, 'snapshot' | 'bundle'>,
  {
    locations,
    environment,
  }: { readonly locations: Locations; readonly environment: Pick<Environment, 'get'> },
): Promise<readonly ConfigIssue[]> {
  const wanted = steps.flatMap((step) => step.resources);
  const resources = resourceOrder(wanted, target.snapshot.resources);
  const env = await resolveVariables(environment, variablesOf(target, config, resources));
  const taken = new Set(steps.map(({ key }) => key));
  return locations.validateConfig(location, target.bundle, {
    config,
    env,
    resources,
    otherSteps: allSteps.map(({ key }) => key).filter((key) => !taken.has(key)),
    steps: steps.map(({ key, op, inputs }) => ({
      key,
      op,
      configInputs: inputs.filter((input) => isFromConfig(input, key, config)).map(({ name }) => name),
    })),
  });
}

/** An input with a default, or one that a step outside the selection would give, is of the config where that has it. */
function isFromConfig({ name, source }: StepInputSnapshot, step: string, config: RunConfig): boolean {
  if (source.type === 'config' && source.default === undefined && source.inputManagerKey === undefined)
    return true;
  return configInput(config, step, name) !== undefined;
}
