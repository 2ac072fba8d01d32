import { newRunId } from '../../base/ids';
import type { RunConfig } from '../../definitions/snapshot';
import type { Instance, LaunchRequest, ReexecutionRequest } from '../../instance/instance';
import type { StoredRun } from '../../storage/storage';
import { selectionOf } from '../notebook/asset-selection';
import { assetsOf } from './launch-of-run';
import { askConfig, isNamed } from './ask-config';

/**
 * Executes (a part of) a run again; asks for a config where the parent's does not fit any more, or where one is wanted
 * (`withConfig`). Answers the run's id, `undefined` where the user gave it up.
 */
export async function reexecute(
  instance: Instance,
  parent: StoredRun,
  steps: ReexecutionRequest['steps'],
  withConfig = false,
): Promise<string | undefined> {
  const asked = { runId: newRunId(), parentRunId: parent.id, steps };
  const config = parent.plan.config ?? {};
  const target = sameTarget(parent);
  const check = (config: RunConfig) => instance.validateConfig({ ...target, config });
  const run = async (config: RunConfig, tags: NonNullable<ReexecutionRequest['tags']>) =>
    (await instance.reexecuteRun({ ...asked, config, tags })).runId;
  if (withConfig) return askConfig({ target, config, issues: [], run, check });
  try {
    return (await instance.reexecuteRun(asked)).runId;
  } catch (thrown) {
    if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
    return askConfig({ target, config, issues: await check(config), run, check });
  }
}

/** What the run was about, as a launch. */
function sameTarget({ location, jobName, plan }: StoredRun): LaunchRequest {
  if (!jobName.startsWith('__')) return { location, jobName };
  return { location, selection: selectionOf(assetsOf(plan)) };
}
