import { newRunId } from '../../base/ids';
import type { Instance, LaunchRequest } from '../../instance/instance';
import { askConfig } from './ask-config';

/** Shows the config of a launch to be looked at and changed, and launches then; `undefined` where it was given up. */
export async function openLaunchpad(instance: Instance, request: LaunchRequest): Promise<string | undefined> {
  const runId = newRunId();
  const config = request.config ?? {};
  return askConfig({
    target: request,
    config,
    issues: await instance.validateConfig(request),
    check: (changed) => instance.validateConfig({ ...request, config: changed }),
    run: async (changed, tags) =>
      (await instance.launchRun({ ...request, runId, config: changed, tags })).runId,
  });
}
