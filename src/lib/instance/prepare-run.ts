import type { Clock } from '../base/clock';
import type { Workspace } from '../daemon/workspace';
import type { RunConfig, StepSnapshot } from '../definitions/snapshot';
import type { DynamicPartitionsRequest } from '../definitions/run-request';
import type { ConfigIssue } from '../location/isolate';
import { computationsOf, stepsBefore } from '../plan/computations';
import { createPlan } from '../plan/create-plan';
import { selectOps } from '../plan/op-selection';
import type { PlanRequest } from '../plan/plan-request';
import { resourceOrder } from '../plan/resource-order';
import type { Run, Storage } from '../storage/storage';
import { configIssues, variablesOf } from './check-config';
import type { Environment } from './environment';
import type { LaunchRequest } from './instance';
import { InvalidRunConfig } from './invalid-run-config';
import { launchTarget, type LaunchTarget } from './launch-target';
import type { Locations } from './locations';
import { afterRequests, partitionsContext } from './partitions-context';
import { runPartitions } from './run-partitions';
import { maxRuntime } from './run-tags';
import { staleOnly } from './stale-only';
import { storedViewValues, withViewValues } from './view-values';
import type { Trusts } from './trust';

export interface LaunchDeps {
  readonly storage: Storage;
  readonly locations: Locations;
  readonly workspace: () => Promise<Workspace>;
  readonly environment: Environment;
  readonly trusts: Trusts;
  readonly clock: Clock;
  /** Will be done when the run is stored. */
  readonly partitionsRequests?: readonly DynamicPartitionsRequest[];
}

/** Dagster's name for a run that was not launched as a job. */
export const implicitJob = '__ASSET_JOB';

/**
 * The run that a request asks for, planned and checked: selection, partitions, config. Throws what is wrong with it,
 * with a remedy.
 */
export async function prepareRun(asked: LaunchRequest, id: string, deps: LaunchDeps): Promise<Run> {
  const all = await launchTarget(asked, deps);
  const target = asked.staleAssetsOnly ? await staleTarget(asked, all, deps) : all;
  for (const { key } of target.selected) await deps.trusts.assertWrites(asked.location, key);
  const request = await withInputs(asked, target, deps);
  const { job, bundle } = target;
  const partitions = await partitionsOf(request, target, deps);
  const issues = await issuesOf(request, target, deps);
  if (issues.length > 0) throw new InvalidRunConfig(issues);

  const tags = { ...job?.tags, ...request.tags, ...partitions.tags };
  const plan = createPlan({ ...planRequest(request, target, tags), partitions: partitions.plan });
  const env = variablesOf(target, configOf(request, target), plan.resources ?? []);
  return {
    id,
    jobName: job?.name ?? implicitJob,
    location: request.location,
    bundle,
    plan: { ...plan, ...(env.length > 0 && { env }) },
    tags,
    createdAt: deps.clock.now(),
  };
}

async function staleTarget(request: LaunchRequest, target: LaunchTarget, deps: LaunchDeps) {
  const { plan } = await partitionsOf(request, target, deps);
  return staleOnly(target, plan, { storage: deps.storage, now: deps.clock.now() });
}

/** All that is wrong with the config of a request. */
export async function requestIssues(
  request: LaunchRequest,
  deps: LaunchDeps,
): Promise<readonly ConfigIssue[]> {
  const target = await launchTarget(request, deps);
  return issuesOf(await withInputs(request, target, deps), target, deps);
}

/** The request with what the inputs of the notebook have, for the steps that take it and as far as nobody says otherwise. */
async function withInputs(
  request: LaunchRequest,
  target: LaunchTarget,
  { storage }: LaunchDeps,
): Promise<LaunchRequest> {
  const { snapshot } = target;
  if (!snapshot.resources.some(({ view }) => view)) return request;
  const wanted = stepsOf(request, target).flatMap(({ resources }) => resources);
  const config = configOf(request, target);
  const values = await storedViewValues(storage, request.location);
  const filled = withViewValues(config, values, resourceOrder(wanted, snapshot.resources), snapshot);
  return filled === config ? request : { ...request, config: filled };
}

/** The config of a run: what the launch gives, else the job's. */
const configOf = ({ config }: LaunchRequest, { job }: LaunchTarget): RunConfig => config ?? job?.config ?? {};

function issuesOf(request: LaunchRequest, target: LaunchTarget, deps: LaunchDeps) {
  const config = configOf(request, target);
  const steps = stepsOf(request, target);
  const allSteps = target.job?.steps ?? steps;
  const environment = deps.trusts.environmentOf(request.location, deps.environment);
  return configIssues({ location: request.location, config, steps, allSteps }, target, {
    ...deps,
    environment,
  });
}

/** The steps that a launch takes, as the notebook defines them. */
function stepsOf(
  { checks, opSelection }: LaunchRequest,
  { snapshot, job, selected }: LaunchTarget,
): readonly StepSnapshot[] {
  if (!job?.steps) {
    const request = { snapshot, selected: selected.map(({ key }) => key), checks };
    return computationsOf(request).flatMap(({ steps }) => steps);
  }
  if (!opSelection) return job.steps;
  const selectable = job.steps.map((step) => ({ key: step.key, upstream: stepsBefore(step) }));
  const chosen = selectOps(opSelection, selectable);
  return job.steps.filter(({ key }) => chosen.has(key));
}

function planRequest(
  { checks, opSelection, executor, config, reuse }: LaunchRequest,
  { snapshot, job, selected }: LaunchTarget,
  tags: Readonly<Record<string, string>>,
): PlanRequest {
  const timeout = maxRuntime(tags);
  return {
    snapshot,
    selected: selected.map(({ key }) => key),
    ...(job && { job }),
    ...(checks !== undefined && { checks }),
    ...(opSelection && { opSelection }),
    ...(executor && { executor }),
    ...(config && { config }),
    ...(reuse !== undefined && { reuse }),
    ...(timeout !== undefined && { timeout }),
  };
}

async function partitionsOf(
  { partition, checks }: LaunchRequest,
  { job, selected, graph }: LaunchTarget,
  { storage, clock, partitionsRequests = [] }: LaunchDeps,
) {
  // A partition of what is only checked is one of the checked asset.
  const isOfChecks = selected.length === 0 && partition !== undefined && typeof checks === 'object';
  const about = isOfChecks ? checks.flatMap(({ assetKey }) => graph.get(assetKey) ?? []) : selected;
  const read = about.flatMap(({ deps }) => deps.map(({ key }) => graph.get(key)?.partitions));
  const definitions = [job?.partitions, ...about.map(({ partitions }) => partitions), ...read];
  const now = await partitionsContext(definitions, storage, clock.now());
  const context = afterRequests(now, partitionsRequests);
  return runPartitions({ text: partition, job, selected: about, graph, context });
}
