import type { RuntimeDefinitions } from '../node-definition';
import type { RunConfig } from '../snapshot';
import { checkConfig } from './check-config';
import { configIssues, unexpectedEntry, type ConfigIssue, type ConfigProblem } from './config-issue';
import { isRecord, valueAt } from './config-path';
import { executionIssues } from './execution-section';
import { loggerIssues } from './loggers-section';
import { rawResourceConfig, resourcePath } from './resource-config';
import { stepPath } from './step-config';
import { expectedRecord, strayOps, strayResources } from './stray-entries';

/** A run config, and what of it the run will use. */
export interface RunConfigRequest {
  readonly config: RunConfig;
  /** The values of the environment variables that the config and the resources name, as far as they are set. */
  readonly env: Readonly<Record<string, string>>;
  /** All steps of the run; `configInputs` are the inputs that the config must give. */
  readonly steps: readonly {
    readonly key: string;
    readonly op: string;
    readonly configInputs: readonly string[];
  }[];
  /** Keys of the resources that the steps need. */
  readonly resources: readonly string[];
  /** Keys of steps of the job that this run leaves out: config for them is not looked at, as in Dagster. */
  readonly otherSteps?: readonly string[];
}

const sections = ['ops', 'resources', 'execution', 'loggers'];
const most = 100;

/** All that is wrong with a run config, at once (the first hundred); empty where it is good. */
export async function validateRunConfig(
  request: RunConfigRequest,
  definitions: RuntimeDefinitions,
): Promise<readonly ConfigIssue[]> {
  const { config } = request;
  if (!isRecord(config)) return [expectedRecord([], 'a record of ops, resources, execution and loggers')];
  const problems: ConfigProblem[] = [
    ...Object.keys(config)
      .filter((name) => !sections.includes(name))
      .map((name) => unexpectedEntry([], name, sections)),
    ...strayOps(request),
    ...strayResources(request, definitions),
    ...executionIssues(config['execution']),
    ...loggerIssues(config['loggers']),
  ];
  for (const step of request.steps) problems.push(...(await stepProblems(step, request, definitions)));
  for (const key of request.resources) {
    const definition = definitions.resources.get(key);
    if (!definition) continue;
    const raw = rawResourceConfig(key, definition, config);
    problems.push(
      ...(await checkConfig(definition.options.configSchema, raw, request.env, resourcePath(key))).problems,
    );
  }
  return configIssues(config, problems).slice(0, most);
}

async function stepProblems(
  { key, op, configInputs }: RunConfigRequest['steps'][number],
  { config, env }: RunConfigRequest,
  { nodes }: RuntimeDefinitions,
): Promise<readonly ConfigProblem[]> {
  const at = stepPath(key);
  const node = nodes.get(op);
  const raw = valueAt(config, [...at, 'config']);
  const problems = [...(await checkConfig(node?.configSchema, raw, env, [...at, 'config'])).problems];
  for (const input of configInputs) {
    const path = [...at, 'inputs', input];
    const value = valueAt(config, path);
    const type = node?.inputs.find(({ name }) => name === input)?.type;
    if (value === undefined) problems.push({ missing: path, sample: '...' });
    else if (type) problems.push(...(await checkConfig(type, value, {}, path)).problems);
  }
  return problems;
}
