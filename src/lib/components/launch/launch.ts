import { newRunId } from '../../base/ids';
import type { RunConfig } from '../../definitions/snapshot';
import type { ConfigIssue, Instance, LaunchRequest, ReexecutionRequest } from '../../instance/instance';
import { questions } from './questions.svelte';

type Launching = Pick<Instance, 'launchRun' | 'reexecuteRun' | 'validateConfig' | 'loadLocation' | 'getRun'>;

/**
 * Launches a run, and asks for what is missing: partitions, a config that fits. Answers the run's id, `undefined` where
 * the user gave it up; throws what no answer can mend.
 */
export async function launch(instance: Launching, request: LaunchRequest): Promise<string | undefined> {
  const asked = { runId: newRunId(), ...request };
  try {
    return (await instance.launchRun(asked)).runId;
  } catch (thrown) {
    if (isNamed(thrown, 'InvalidPartitions') && asked.partition === undefined) {
      return launchAll(instance, await askPartitions(asked));
    }
    if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
    const config = asked.config ?? (await configOfJob(instance, asked)) ?? {};
    return askConfig(
      config,
      await instance.validateConfig(asked),
      async (config) => (await instance.launchRun({ ...asked, config })).runId,
      (config) => instance.validateConfig({ ...asked, config }),
    );
  }
}

/** One run after the other; the config that the first one needed is that of all. */
async function launchAll(
  instance: Launching,
  [first, ...others]: readonly LaunchRequest[],
): Promise<string | undefined> {
  const runId = first && (await launch(instance, first));
  if (runId === undefined || others.length === 0) return runId;
  const config = (await instance.getRun(runId))?.plan.config;
  for (const other of others)
    await instance.launchRun({ ...other, runId: newRunId(), ...(config && { config }) });
  return runId;
}

/** Executes (a part of) a run again; asks for a config where the parent's does not fit any more, or `withConfig`. */
export async function reexecute(
  instance: Launching,
  request: ReexecutionRequest,
  withConfig = false,
): Promise<string | undefined> {
  const asked = { runId: newRunId(), ...request };
  const parent = await instance.getRun(asked.parentRunId);
  const config = asked.config ?? parent?.plan.config ?? {};
  const check = async (config: RunConfig) =>
    parent ? instance.validateConfig({ ...sameTarget(parent), config }) : [];
  const again = async (config: RunConfig) => (await instance.reexecuteRun({ ...asked, config })).runId;
  if (withConfig) return askConfig(config, [], again, check);
  try {
    return (await instance.reexecuteRun(asked)).runId;
  } catch (thrown) {
    if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
    return askConfig(config, await check(config), again, check);
  }
}

/** What the run was about, as a launch. */
function sameTarget({
  location,
  jobName,
  plan,
}: NonNullable<Awaited<ReturnType<Instance['getRun']>>>): LaunchRequest {
  const keys = plan.steps.flatMap(({ outputs }) => outputs.flatMap(({ assetKey }) => assetKey ?? []));
  const selection = [...new Set(keys)].map((key) => `key:"${key}"`).join(' or ');
  return { location, ...(jobName.startsWith('__') ? { selection } : { jobName }) };
}

const askPartitions = (request: LaunchRequest): Promise<readonly LaunchRequest[]> =>
  new Promise((resolve) => {
    const answer = (requests: readonly LaunchRequest[]) => {
      questions.open = undefined;
      resolve(requests);
    };
    questions.open = { type: 'partitions', request, answer };
  });

/** Launches with what is written, as often as it takes. */
const askConfig = (
  config: RunConfig,
  issues: readonly ConfigIssue[],
  run: (config: RunConfig) => Promise<string>,
  check: (config: RunConfig) => Promise<readonly ConfigIssue[]>,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    let launched: string | undefined;
    const submit = async (config: RunConfig) => {
      try {
        launched = await run(config);
        return [];
      } catch (thrown) {
        if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
        const found = await check(config);
        return found.length > 0 ? found : [{ path: 'root', message: thrown.message }];
      }
    };
    const close = () => {
      questions.open = undefined;
      resolve(launched);
    };
    questions.open = { type: 'config', config, issues, submit, close };
  });

async function configOfJob(
  instance: Launching,
  { location, jobName }: LaunchRequest,
): Promise<RunConfig | undefined> {
  if (jobName === undefined) return undefined;
  const { snapshot } = await instance.loadLocation(location);
  return snapshot.jobs.find(({ name }) => name === jobName)?.config;
}

const isNamed = (thrown: unknown, name: string): thrown is Error =>
  thrown instanceof Error && thrown.name === name;
