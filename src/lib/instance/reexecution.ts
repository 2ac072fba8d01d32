import { reexecutionPlan } from '../plan/reexecution-plan';
import type { Run, StoredRun } from '../storage/storage';
import { configIssues, variablesOf } from './check-config';
import type { ReexecutionRequest } from './instance';
import { InvalidRunConfig } from './invalid-run-config';
import type { LaunchDeps } from './prepare-run';
import { renewPlan } from './renew-plan';
import { checkUserTags, reexecutionTags } from './run-tags';

/**
 * The run that executes steps of another one again, by the notebook as it is now: who has corrected a step goes on
 * from there. Throws what is wrong with it, with a remedy.
 */
export async function prepareReexecution(
  request: ReexecutionRequest,
  parent: StoredRun,
  id: string,
  deps: LaunchDeps,
): Promise<Run> {
  const { steps, tags = {} } = request;
  checkUserTags(tags);
  const { location, jobName } = parent;
  const { snapshot, bundle } = await deps.locations.load(location);
  const config = request.config ?? parent.plan.config ?? {};
  const log = await deps.storage.runEvents(parent.id, { limit: Number.MAX_SAFE_INTEGER });
  const chosen = reexecutionPlan({ parent, log, steps });
  const given = request.config || parent.plan.config ? { ...chosen, config } : chosen;
  const { plan, definitions } = renewPlan(given, { snapshot, jobName });
  const job = snapshot.jobs.find(({ name }) => name === jobName);
  const allSteps = job?.steps ?? snapshot.steps;
  const issues = await configIssues(
    { location, config, steps: definitions, allSteps },
    { snapshot, bundle },
    deps,
  );
  if (issues.length > 0) throw new InvalidRunConfig(issues);
  const env = variablesOf({ snapshot }, config, plan.resources ?? []);
  return {
    id,
    jobName,
    location,
    bundle,
    plan: { ...plan, ...(env.length > 0 && { env }) },
    tags: { ...reexecutionTags(parent, steps), ...tags },
    parentRunId: parent.id,
    rootRunId: parent.rootRunId ?? parent.id,
    createdAt: deps.clock.now(),
  };
}
