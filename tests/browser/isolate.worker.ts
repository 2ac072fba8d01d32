import kernelText from 'virtual:isolate-text';
import { browserIsolateHost } from '$lib/location/browser/isolate-host';
import type { CompiledNotebook } from '$lib/notebook/notebook';
import { filesInMemory, run } from '../contract/run-step';

/** As the instance's worker does: isolates by way of the page that gave the port. */
onmessage = async ({ data }: MessageEvent<{ port: MessagePort; notebook: CompiledNotebook }>) => {
  const isolate = await browserIsolateHost(data.port, kernelText).create('worker', filesInMemory());
  await isolate.load({ notebook: data.notebook, modules: {} });
  const { value } = await run(isolate, { bundle: data.notebook.hash, node: 'one' });
  postMessage({ value });
};
