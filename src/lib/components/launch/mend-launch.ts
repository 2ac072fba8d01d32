import { newRunId } from '../../base/ids';
import type { RunConfig } from '../../definitions/snapshot';
import type { Instance, LaunchRequest } from '../../instance/instance';
import { askConfig, isNamed } from './ask-config';
import { questions } from './questions.svelte';

/** Asks for what a launch lacked, and launches again; throws `thrown` where no answer can mend it. */
export async function mendLaunch(
  instance: Instance,
  request: LaunchRequest,
  thrown: unknown,
): Promise<string | undefined> {
  if (isNamed(thrown, 'InvalidPartitions') && request.partition === undefined)
    return launchAll(instance, await askPartitions(request));
  if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
  const check = (config: RunConfig) => instance.validateConfig({ ...request, config });
  const config = request.config ?? (await configOfJob(instance, request)) ?? {};
  return askConfig({
    config,
    issues: await check(config),
    run: async (config) => (await instance.launchRun({ ...request, config })).runId,
    check,
  });
}

/** One run after the other; the config that the first one needed is that of all. */
async function launchAll(
  instance: Instance,
  [first, ...others]: readonly LaunchRequest[],
): Promise<string | undefined> {
  if (!first) return undefined;
  const runId = await instance.launchRun(first).then(
    (launched) => launched.runId,
    (thrown) => mendLaunch(instance, first, thrown),
  );
  if (runId === undefined || others.length === 0) return runId;
  const config = (await instance.getRun(runId))?.plan.config;
  for (const other of others)
    await instance.launchRun({ ...other, runId: newRunId(), ...(config && { config }) });
  return runId;
}

async function askPartitions(request: LaunchRequest): Promise<readonly LaunchRequest[]> {
  const { default: Dialog } = await import('./PartitionDialog.svelte');
  return new Promise((resolve) => {
    const answer = (requests: readonly LaunchRequest[]) => {
      questions.open = undefined;
      resolve(requests);
    };
    questions.open = { type: 'partitions', Dialog, request, answer };
  });
}

async function configOfJob(
  instance: Instance,
  { location, jobName }: LaunchRequest,
): Promise<RunConfig | undefined> {
  if (jobName === undefined) return undefined;
  const { snapshot } = await instance.loadLocation(location);
  return snapshot.jobs.find(({ name }) => name === jobName)?.config;
}
