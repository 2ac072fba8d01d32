import { afterAll, describe, test } from 'vitest';
import { artifactStoreContract, durableArtifactStoreContract } from '../contract/artifact-store.contract';
import { durablePathStoreContract, pathStoreContract } from '../contract/path-store.contract';
import { runInWorker } from './worker-cases';

const worker = new Worker(new URL('./artifacts.worker.ts', import.meta.url), { type: 'module' });
afterAll(() => worker.terminate());

describe.each(['opfs', 'indexedDb'])('artifacts in %s', (implementation) => {
  for (const name of Object.keys({ ...artifactStoreContract, ...durableArtifactStoreContract }))
    test(name, () => runInWorker(worker, { implementation, name, folder: `test-${crypto.randomUUID()}` }));
});

describe.each(['opfsPaths', 'indexedDbPaths'])('paths in %s', (implementation) => {
  for (const name of Object.keys({ ...pathStoreContract, ...durablePathStoreContract }))
    test(name, () => runInWorker(worker, { implementation, name, folder: `test-${crypto.randomUUID()}` }));
});

test('a write to OPFS that was cut off leaves what was there before', () =>
  runInWorker(worker, { implementation: 'tornSlot', name: '', folder: `test-${crypto.randomUUID()}` }));
