import type { RunConfig } from '../../definitions/snapshot';
import type { ConfigIssue, LaunchRequest } from '../../instance/instance';
import { questions } from './questions.svelte';

type Tags = Readonly<Record<string, string>>;

/** Asks for a config, and runs with what is written, as often as it takes; `undefined` where it was given up. */
export async function askConfig(asked: {
  /** Whose definitions it is for, and the tags to begin with. */
  readonly target: Pick<LaunchRequest, 'location' | 'jobName' | 'tags'>;
  readonly config: RunConfig;
  /** What is wrong with it. */
  readonly issues: readonly ConfigIssue[];
  /** Launches, and answers the run's id. */
  readonly run: (config: RunConfig, tags: Tags) => Promise<string>;
  readonly check: (config: RunConfig) => Promise<readonly ConfigIssue[]>;
}): Promise<string | undefined> {
  const { config, issues, run, check, target } = asked;
  const { default: Dialog } = await import('./ConfigDialog.svelte');
  let launched: string | undefined;
  const submit = async (config: RunConfig, tags: Tags) => {
    try {
      launched = await run(config, tags);
      return [];
    } catch (thrown) {
      if (!isNamed(thrown, 'InvalidRunConfig')) throw thrown;
      const found = await check(config);
      return found.length > 0 ? found : [{ path: 'root', message: thrown.message }];
    }
  };
  return new Promise((resolve) => {
    const close = () => {
      questions.open = undefined;
      resolve(launched);
    };
    const { location, jobName, tags = {} } = target;
    questions.open = {
      type: 'config',
      Dialog,
      location,
      jobName,
      tags,
      config,
      issues,
      check,
      submit,
      close,
    };
  });
}

export const isNamed = (thrown: unknown, name: string): thrown is Error =>
  thrown instanceof Error && thrown.name === name;
