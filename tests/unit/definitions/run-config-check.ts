import { validateRunConfig, type RunConfigRequest } from '$lib/definitions/config/validate-run-config';
import { ioManager } from '$lib/definitions/io-manager';
import type { NodeDefinition, RuntimeDefinitions } from '$lib/definitions/node-definition';
import { resource } from '$lib/definitions/resource';
import type { StandardSchema } from '$lib/definitions/standard-schema';
import { z } from 'zod';

const op = (configSchema?: StandardSchema, inputs: NodeDefinition['inputs'] = []): NodeDefinition => ({
  name: 'op',
  inputs,
  outputs: [],
  checks: [],
  resources: [],
  ...(configSchema && { configSchema }),
  compute: () => undefined,
});

export const n = z.object({ n: z.int(), s: z.string().default('x') });
export const warehouse = resource(
  { configSchema: z.object({ url: z.string(), token: z.string() }), config: { url: 'u' } },
  () => 1,
);
export const files = ioManager({ configSchema: z.object({ baseDir: z.string().default('data') }) }, () => ({ handleOutput() {}, loadInput() {} })); // prettier-ignore
export const definitions: RuntimeDefinitions = {
  nodes: new Map([
    ['a', op(n)],
    ['free', op()],
    ['sum', op(undefined, [{ name: 'rows', type: z.array(z.int()) }, { name: 'x' }])],
  ]),
  resources: new Map<string, typeof warehouse | typeof files>([
    ['warehouse', warehouse],
    ['files', files],
  ]),
  hooks: new Map(),
  automations: new Map(),
};

export const step = (key: string, opName = key, configInputs: readonly string[] = []) => ({
  key,
  op: opName,
  configInputs,
});

export const check = async (config: object, request: Partial<RunConfigRequest> = {}) => {
  const issues = await validateRunConfig(
    { config: config as never, env: {}, steps: [step('a')], resources: [], ...request },
    definitions,
  );
  return issues.map(({ path, message, remedy }) => [path, message, remedy]);
};

export const good = { ops: { a: { config: { n: 1 } } } };
