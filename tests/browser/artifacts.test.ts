import { describe, test } from 'vitest';
import { artifactStoreContract, durableArtifactStoreContract } from '../contract/artifact-store.contract';
import { runInWorker } from './worker-cases';

const worker = () => new Worker(new URL('./artifacts.worker.ts', import.meta.url), { type: 'module' });

describe.each(['opfs', 'indexedDb'])('artifacts in %s', (implementation) => {
  for (const name of Object.keys({ ...artifactStoreContract, ...durableArtifactStoreContract }))
    test(name, () => runInWorker(worker(), { implementation, name, folder: `test-${crypto.randomUUID()}` }));
});
