import type { SerializedError } from '../../base/errors';
import type { Logger } from '../../definitions/asset-execution-context';
import type { HookContext, HookDefinition } from '../../definitions/hook';
import { requiredResources } from '../../definitions/required-resources';
import type { LoadedNotebook } from '../../location/inside/loaded-notebook';
import type { HookOutcome, StepRequest } from '../../location/step-protocol';
import type { RunResources } from './run-resources';

/** How a step ended, as far as hooks are concerned. */
export type StepEnd =
  | { readonly type: 'success'; readonly outputs: Readonly<Record<string, unknown>> }
  | { readonly type: 'failure'; readonly error: SerializedError }
  /** It failed and is tried again. */
  | { readonly type: 'retry' };

/** Calls the hooks that the end of a step is for; the others are skipped. What a hook throws changes nothing else. */
export async function runHooks(
  request: StepRequest,
  { definitions, locate }: LoadedNotebook,
  resources: RunResources,
  log: Logger,
  end: StepEnd,
): Promise<readonly HookOutcome[]> {
  const { runId, jobName, stepKey } = request;

  async function outcome(name: string, hook: HookDefinition | undefined): Promise<HookOutcome> {
    if (hook?.on !== end.type) return { name, outcome: 'skipped' };
    const context: HookContext = {
      runId,
      jobName,
      stepKey,
      hookName: name,
      log,
      resources: requiredResources(`hook ${name}`, resources.values(runId, hook.resources)),
      outputs: end.type === 'success' ? end.outputs : {},
      ...(end.type === 'failure' && { error: end.error }),
    };
    try {
      await hook.run(context as never);
      return { name, outcome: 'completed' };
    } catch (thrown) {
      return { name, outcome: 'errored', error: locate(thrown) };
    }
  }

  const outcomes: HookOutcome[] = [];
  for (const name of request.hooks) outcomes.push(await outcome(name, definitions.hooks.get(name)));
  return outcomes;
}
