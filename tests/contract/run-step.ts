import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import { pathStores } from '$lib/artifacts/path-stores';
import type { Isolate, IsolateFiles, ReadAttachment } from '$lib/location/isolate';
import type { StepMessage, StepRequest } from '$lib/location/step-protocol';

/** A step to execute: by its node, and by what differs from a plain one. */
export type Wish = Partial<Omit<StepRequest, 'inputs' | 'outputs' | 'resources'>> & {
  readonly bundle: string;
  readonly node: string;
  readonly inputs?: Record<string, unknown>;
  readonly sent?: StepRequest['inputs'];
  /** Names of assets, or outputs as they are. */
  readonly outputs?: readonly (string | StepRequest['outputs'][number])[];
  readonly resources?: Partial<StepRequest['resources']>;
};

/** No attached files, and everything that is stored in memory. */
export function filesInMemory(readAttachment: ReadAttachment = async () => new Uint8Array()): IsolateFiles {
  const store = pathStores({ memory: () => new MemoryPaths() }, 'memory')('here');
  return { readAttachment, store };
}

let requests = 0;

export function request({
  inputs = {},
  sent = [],
  outputs = ['result'],
  resources,
  ...rest
}: Wish): StepRequest {
  const { node, runId = 'run' } = rest;
  const encoded = Object.entries(inputs).map(([name, value]) => ({
    name,
    value: { type: 'bytes', value: encodeValue(value) } as const,
  }));
  return {
    id: `${runId}:${node}:${++requests}`,
    runId,
    stepKey: node,
    attempt: 1,
    hasRetriesLeft: false,
    jobName: 'job',
    tags: {},
    inputs: [...encoded, ...sent],
    outputs: outputs.map((output) =>
      typeof output === 'string'
        ? { name: output, assetKey: output, isRequired: true, path: output }
        : output,
    ),
    checks: [],
    hooks: [],
    resources: { runId, keys: [], config: {}, env: {}, ...resources },
    ...rest,
  };
}

export async function run(isolate: Isolate, wish: Wish) {
  const heard: StepMessage[] = [];
  await isolate.execute(request(wish), (message) => heard.push(message));
  const output = heard.find((message) => message.type === 'output');
  return {
    heard,
    get value() {
      return output?.value && decodeValue(output.value);
    },
  };
}
