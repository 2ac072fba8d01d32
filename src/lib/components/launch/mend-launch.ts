import { goto } from '$app/navigation';
import { newRunId } from '../../base/ids';
import type { RunConfig } from '../../definitions/snapshot';
import { InvalidRunConfig } from '../../instance/invalid-run-config';
import type { BackfillRequest, Instance, LaunchRequest } from '../../instance/instance';
import { backfillHref } from '../links';
import { askConfig, isNamed } from './ask-config';
import { questions, type PartitionsAnswer } from './questions.svelte';

/**
 * Asks for what a launch lacked, and launches again: a backfill, whose page is then shown, where one run cannot make
 * all that is wanted. Throws `thrown` where no answer can mend it.
 */
export async function mendLaunch(
  instance: Instance,
  request: LaunchRequest,
  thrown: unknown,
): Promise<string | undefined> {
  if (isNamed(thrown, 'InvalidPartitions') && request.partition === undefined) {
    const answer = await askPartitions(request);
    if (answer?.type === 'backfill') await launchBackfill(instance, answer.run, answer.backfill);
    return answer?.type === 'run' ? launchMended(instance, answer.run) : undefined;
  }
  if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
  return mendConfig(instance, request, async (config, tags) => {
    const { runId } = await instance.launchRun({ ...request, config, tags });
    return runId;
  });
}

async function launchMended(instance: Instance, request: LaunchRequest): Promise<string | undefined> {
  try {
    return (await instance.launchRun(request)).runId;
  } catch (thrown) {
    return mendLaunch(instance, request, thrown);
  }
}

/** The config that a run needs is that of all. */
async function launchBackfill(
  instance: Instance,
  run: LaunchRequest,
  backfill: BackfillRequest,
): Promise<void> {
  const asked = { id: newRunId(), ...backfill };
  const isSound = (await instance.validateConfig(run)).length === 0;
  const id = isSound
    ? (await instance.launchBackfill(asked)).id
    : await mendConfig(instance, run, async (config, tags) => {
        const issues = await instance.validateConfig({ ...run, config });
        if (issues.length > 0) throw new InvalidRunConfig(issues);
        return (await instance.launchBackfill({ ...asked, config, tags: { ...asked.tags, ...tags } })).id;
      });
  if (id !== undefined) await goto(backfillHref(id));
}

/** Asks for a config until it fits. */
async function mendConfig(
  instance: Instance,
  request: LaunchRequest,
  run: (config: RunConfig, tags: NonNullable<LaunchRequest['tags']>) => Promise<string>,
): Promise<string | undefined> {
  const check = (config: RunConfig) => instance.validateConfig({ ...request, config });
  const config = request.config ?? (await configOfJob(instance, request)) ?? {};
  return askConfig({ target: request, config, issues: await check(config), run, check });
}

async function askPartitions(request: LaunchRequest): Promise<PartitionsAnswer | undefined> {
  const { default: Dialog } = await import('./PartitionDialog.svelte');
  return new Promise((resolve) => {
    const answer = (given: PartitionsAnswer | undefined) => {
      questions.open = undefined;
      resolve(given);
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
