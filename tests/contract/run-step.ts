import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';
import type { Isolate } from '$lib/location/isolate';
import type { StepMessage, StepRequest } from '$lib/location/step-protocol';

interface Wish {
  readonly bundle: string;
  readonly node: string;
  readonly inputs?: Record<string, unknown>;
  readonly encoded?: Record<string, ReturnType<typeof encodeValue>>;
  readonly outputs?: readonly string[];
}

let requests = 0;

export function request({
  bundle,
  node,
  inputs = {},
  encoded = {},
  outputs = ['result'],
}: Wish): StepRequest {
  const values = { ...encoded };
  for (const [name, value] of Object.entries(inputs)) values[name] = encodeValue(value);
  return {
    id: `run:${node}:${++requests}`,
    runId: 'run',
    stepKey: node,
    attempt: 1,
    jobName: 'job',
    tags: {},
    bundle,
    node,
    inputs: Object.entries(values).map(([name, value]) => ({ name, assetKey: name, value })),
    outputs: outputs.map((name) => ({ name, assetKey: name, isRequired: true })),
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
