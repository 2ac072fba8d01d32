import { serializeError } from '$lib/base/errors';
import { kind } from '$lib/definitions/brand';
import type { HookDefinition } from '$lib/definitions/hook';
import type { IOManagerDefinition } from '$lib/definitions/io-manager';
import type { NodeDefinition, NodeOutput } from '$lib/definitions/node-definition';
import type { ResourceDefinition } from '$lib/definitions/resource';
import { stepEngine } from '$lib/execution/step/step-engine';
import { stepReceiver } from '$lib/location/boundary/step-receiver';
import type { LoadedNotebook } from '$lib/location/inside/loaded-notebook';
import type { StepMessage } from '$lib/location/step-protocol';
import { filesInMemory, request, type Wish } from '../../../contract/run-step';

type Compute = (inputs: Record<string, unknown>, context: never) => unknown;

/** An op as `collectDefinitions` hands it over. */
export const node = (
  name: string,
  compute: Compute,
  more: Partial<NodeDefinition> & { readonly output?: Partial<NodeOutput> } = {},
): NodeDefinition => ({
  name,
  inputs: [],
  outputs: [{ name: 'result', isRequired: true, ...more.output }],
  checks: [],
  resources: [],
  compute: compute as NodeDefinition['compute'],
  ...more,
});

export const hook = (
  on: HookDefinition['on'],
  name: string,
  run: HookDefinition['run'],
  resources: readonly string[] = [],
): HookDefinition => ({ [kind]: 'hook', on, name, options: {}, resources, run });

interface Parts {
  readonly nodes: readonly NodeDefinition[];
  readonly resources?: Readonly<Record<string, ResourceDefinition | IOManagerDefinition>>;
  readonly hooks?: readonly HookDefinition[];
}

/** Executes steps in this very thread, without an isolate and without a notebook; what they say is guarded as always. */
export function directSteps({ nodes, resources = {}, hooks = [] }: Parts) {
  const engine = stepEngine();
  const files = filesInMemory();
  const loaded: LoadedNotebook = {
    bundle: 'b',
    definitions: {
      nodes: new Map(nodes.map((each) => [each.name, each])),
      resources: new Map(Object.entries(resources)),
      hooks: new Map(hooks.map((each) => [each.name, each])),
      automations: new Map(),
    },
    codecModules: async () => ({}),
    importReader: async () => import('$lib/location/packages/parquet'),
    locate: (thrown) => serializeError(thrown),
  };
  async function run(nodeName: string, wish: Partial<Wish> = {}): Promise<readonly StepMessage[]> {
    const asked = request({ bundle: 'b', node: nodeName, ...wish });
    const receive = stepReceiver(asked);
    const heard: StepMessage[] = [];
    await engine.execute(asked, loaded, {
      say(word) {
        const message = { id: asked.id, time: 1, ...word };
        receive(message);
        heard.push(message);
      },
      files,
      strayErrors: async () => [],
    });
    return heard;
  }
  return { engine, loaded, files, run };
}

export const types = (heard: readonly StepMessage[]) => heard.map(({ type }) => type);

export const last = (heard: readonly StepMessage[]) => heard.at(-1)!;
