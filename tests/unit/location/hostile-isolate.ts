import { expose } from 'comlink';
import { afterEach } from 'vitest';
import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import { connectIsolate } from '$lib/location/boundary/connect-isolate';
import type { Isolate, ReadAttachment } from '$lib/location/isolate';
import type { StepMessage, StepRequest } from '$lib/location/step-protocol';

/** The test is the inside of the isolate here, and says whatever it likes. */
export interface Hostile {
  readonly isolate: Isolate;
  readonly control: MessagePort;
  readonly data: MessagePort;
  readonly wasEnded: () => boolean;
}

const open: Hostile[] = [];
afterEach(() => {
  for (const { isolate, control, data } of open.splice(0)) {
    isolate.terminate();
    control.close();
    data.close();
  }
});

export function hostile(
  kernel: Record<string, unknown> = {},
  readAttachment: ReadAttachment = async () => new Uint8Array(3),
) {
  const control = new MessageChannel();
  const data = new MessageChannel();
  const store = new MemoryPaths();
  let ended = false;
  const line = {
    control: control.port1,
    data: data.port1,
    end: () => (ended = true),
    died: new Promise<string>(() => {}),
  };
  const isolate = connectIsolate(line, { readAttachment, store: () => store });
  expose({ load() {}, ping() {}, ...kernel }, control.port2);
  data.port2.start();
  open.push({ isolate, control: control.port2, data: data.port2, wasEnded: () => ended });
  return { ...open.at(-1)!, store };
}

export const id = 'run:step:1';
export const time = 1;
export const request: StepRequest = {
  id, runId: 'run', stepKey: 'step', attempt: 1, hasRetriesLeft: false, jobName: 'job', tags: {}, bundle: 'b',
  node: 'step',
  inputs: [{ name: 'a', value: { type: 'bytes', value: { codec: 'json', bytes: new Uint8Array([49]) } } }],
  outputs: [{ name: 'result', assetKey: 'step', isRequired: true, path: 'step' }],
  checks: [{ assetKey: 'step', name: 'good', blocking: true }],
  hooks: ['tell'],
  resources: { runId: 'run', keys: ['db'], config: {}, env: {} },
}; // prettier-ignore
export const empty = { hash: 'b', title: '', cells: [], errors: [], attachments: {}, codeVersions: {} };
export const started = { id, time, type: 'started' };
export const output = {
  id,
  time,
  type: 'output',
  name: 'result',
  metadata: {},
  value: { codec: 'json', bytes: new Uint8Array(1) },
};
export const succeeded = { id, time, type: 'succeeded' };
export const failed = { id, time, type: 'failed', error: { name: 'E', message: 'm' } };
export const refused = { id, time, type: 'refusedOutput', name: 'result', reason: 'no' };
export const check = {
  id,
  time,
  type: 'check',
  assetKey: 'step',
  name: 'good',
  passed: true,
  severity: 'WARN',
  metadata: {},
};
export const assetEvent = { id, time, type: 'assetEvent', event: 'observation', assetKey: 'x', metadata: {} };
export const settingUp = { id, time, type: 'resourcesStarting', resources: ['db'] };
export const ready = { ...settingUp, type: 'resourcesReady' };
export const unprepared = { ...settingUp, type: 'resourcesFailed', error: failed.error };
export const write = { file: 1, wish: 'write', store: 'memory', path: 'a', bytes: new Uint8Array(1) };

export async function runAgainst(
  { isolate, data }: Pick<Hostile, 'isolate' | 'data'>,
  said: unknown,
  asked: Partial<StepRequest> = {},
) {
  const heard: StepMessage[] = [];
  const step = isolate.execute({ ...request, ...asked }, (message) => heard.push(message));
  data.postMessage(said);
  const ending = await step.then(
    () => 'ended well',
    (error: Error) => error,
  );
  return { heard, ending };
}
