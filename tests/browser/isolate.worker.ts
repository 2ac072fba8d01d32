import kernelText from 'virtual:isolate-text';
import { IndexedDbPaths } from '$lib/artifacts/indexed-db/indexed-db-paths';
import { OpfsPaths } from '$lib/artifacts/opfs/opfs-paths';
import { pathStores } from '$lib/artifacts/path-stores';
import { browserIsolateHost } from '$lib/location/browser/isolate-host';
import type { CompiledNotebook } from '$lib/notebook/notebook';
import { filesInMemory, run } from '../contract/run-step';

const own = `test-${crypto.randomUUID()}`;
const stores = pathStores(
  {
    opfs: (location) => new OpfsPaths(`${own}/${location}`),
    indexeddb: (location) => new IndexedDbPaths(`${own}/${location}`),
  },
  'opfs',
);

/** As the instance's worker does: isolates by way of the page that gave the port, with the stores of the browser. */
onmessage = async ({ data }: MessageEvent<{ port: MessagePort; notebook: CompiledNotebook }>) => {
  const { notebook } = data;
  const files = { ...filesInMemory(), store: stores('worker') };
  const isolate = await browserIsolateHost(data.port, kernelText).create('worker', files);
  await isolate.load({ notebook, modules: {} });
  const answers: unknown[] = [];
  const bundle = notebook.hash;
  for (const ioManagerKey of ['opfs', 'indexedDb']) {
    const resources = { keys: [ioManagerKey] };
    const output = { name: 'result', assetKey: 'one', isRequired: true, ioManagerKey, path: 'p/one' };
    await run(isolate, { bundle, node: 'one', resources, outputs: [output] });
    const value = { type: 'load', ioManagerKey, path: 'p/one', metadata: {} } as const;
    const read = await run(isolate, { bundle, node: 'same', resources, sent: [{ name: 'one', value }] });
    answers.push(read.value);
  }
  const store = stores('worker');
  postMessage({ answers, opfs: await store('opfs').list(''), indexedDb: await store('indexeddb').list('') });
};
