import type { SerializedError } from '../base/errors';
import type { Logger } from './asset-execution-context';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import { splitOptions } from './options-and-function';
import { resourceKeys, type ResourceNeeds, type ResourcesOf } from './resource-needs';

export interface HookContext<Resources = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  readonly jobName: string;
  readonly stepKey: string;
  readonly hookName: string;
  readonly log: Logger;
  readonly resources: Resources;
  /** What failed the step; only for a failure hook. */
  readonly error?: SerializedError;
  /** The values that the step yielded, by output; only for a success hook. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface HookOptions<Needs = ResourceNeeds> {
  /** Default: the name under which a cell exports it, else the function's. */
  readonly name?: string;
  readonly resources?: Needs;
}

/** A function that is called after a step has ended; what it throws is logged and changes nothing. */
export interface HookDefinition extends Located {
  readonly [kind]: 'hook';
  readonly on: 'success' | 'failure';
  /** Empty until it is collected, where neither the options nor the function say one. */
  readonly name: string;
  readonly options: HookOptions;
  /** Keys of the resources that it requires. */
  readonly resources: readonly string[];
  readonly run: (context: HookContext<never>) => unknown;
}

const hook = (on: HookDefinition['on'], given: readonly unknown[]): HookDefinition => {
  const [options, run] = splitOptions<HookOptions, HookDefinition['run']>(`${on}Hook`, given);
  const name = options.name ?? run.name;
  return {
    [kind]: 'hook',
    [definedAt]: callSite(),
    on,
    name,
    options,
    resources: resourceKeys(options.resources),
    run,
  };
};

/** Defines a hook that is called after each step that succeeded, of the ops and jobs that list it in `hooks`. */
export function successHook(run: (context: HookContext) => unknown): HookDefinition;
export function successHook<const Needs extends ResourceNeeds = readonly []>(
  options: HookOptions<Needs>,
  run: (context: HookContext<ResourcesOf<Needs>>) => unknown,
): HookDefinition;
export function successHook(...given: unknown[]): HookDefinition {
  return hook('success', given);
}

/**
 * Defines a hook that is called after each step that failed and is not tried again. Of a step whose isolate died or was
 * ended, another isolate calls it, within 60 seconds.
 */
export function failureHook(run: (context: HookContext) => unknown): HookDefinition;
export function failureHook<const Needs extends ResourceNeeds = readonly []>(
  options: HookOptions<Needs>,
  run: (context: HookContext<ResourcesOf<Needs>>) => unknown,
): HookDefinition;
export function failureHook(...given: unknown[]): HookDefinition {
  return hook('failure', given);
}
