import { DagbookError } from '../base/errors';
import { resolveConfigNow } from './config/resolve-config';
import type { OpCore } from './op';
import { resourceKeys } from './resource-needs';

/** The property by which a context that a test builds becomes the context of the op that is called with it. */
export const bind: unique symbol = Symbol.for('dagbook.bindContext') as never;

/** The second argument of an op that is called outside of a graph; one of `buildOpContext` is bound to the op. */
export const boundContext = (op: OpCore, context: unknown): unknown =>
  typeof context === 'object' && context !== null && bind in context
    ? (context[bind] as (op: OpCore) => unknown)(op)
    : context;

/**
 * What a run would give an op of these: the config as the op's schema answers it, defaults filled in. `configSchema` is
 * one that the test gave: it has been asked, and the op's is not. Throws `InvalidConfig`, and `MissingResource` where the
 * op requires a resource that is not given.
 */
export function boundTo(
  { options, compute }: OpCore,
  given: {
    readonly config: unknown;
    readonly configSchema: unknown;
    readonly env: Readonly<Record<string, string>>;
    readonly resources: Readonly<Record<string, unknown>>;
    readonly opName?: string;
    readonly stepKey?: string;
  },
) {
  const { config, configSchema, env, resources } = given;
  const opName = given.opName ?? options.name ?? (compute.name || 'op');
  for (const key of resourceKeys(options.resources)) {
    if (key in resources) continue;
    throw new DagbookError(`op ${opName} requires the resource "${key}", which is not given`, {
      name: 'MissingResource',
      remedy: `Give it to the context: buildOpContext({ resources: { ${key}: … } }).`,
    });
  }
  return {
    opName,
    stepKey: given.stepKey ?? opName,
    config: configSchema
      ? config
      : resolveConfigNow(options.configSchema, config, env, ['ops', opName, 'config']),
  };
}
