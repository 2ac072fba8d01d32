import { DagbookError } from '../base/errors';
import type { OpExecutionContext } from './asset-execution-context';
import type { OpCore } from './op';
import type { SchemaOutput, StandardSchema } from './standard-schema';

/** Config, or what makes it of an outer config whose schema is given beside it. */
export type ConfigGiver<Outer extends StandardSchema | undefined = StandardSchema | undefined> =
  ((outer: SchemaOutput<Outer>) => unknown) | object | string | number | boolean;

/**
 * An op like `op` under another name, whose config is given (Dagster's `configured`). The config is checked when a
 * step runs; where a function makes it, of the config that `configSchema` takes from the run config.
 */
export function configuredOp(
  op: OpCore,
  config: ConfigGiver,
  name: string,
  configSchema?: StandardSchema,
): Pick<OpCore, 'options' | 'compute'> {
  const inner = op.options.configSchema;
  const compute = async (inputs: never, context: OpExecutionContext) => {
    const given = typeof config === 'function' ? await config(context.config) : config;
    const own = { value: await checked(given, inner, name) };
    return (op.compute as (inputs: never, context: object) => unknown)(
      inputs,
      Object.create(context, { config: own }) as object,
    );
  };
  return { options: { ...op.options, name, configSchema }, compute: compute as OpCore['compute'] };
}

async function checked(config: unknown, schema: StandardSchema | undefined, name: string): Promise<unknown> {
  if (!schema) return config;
  const result = await schema['~standard'].validate(config);
  if (!result.issues) return result.value;
  throw new DagbookError(`op ${name}: ${result.issues.map(({ message }) => message).join('; ')}`, {
    name: 'InvalidConfig',
    remedy: 'Correct the config that configured() gives.',
  });
}
