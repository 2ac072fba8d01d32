import { expect } from 'vitest';
import { IndexedDbArtifacts } from '$lib/artifacts/indexed-db/indexed-db-artifacts';
import { IndexedDbPaths } from '$lib/artifacts/indexed-db/indexed-db-paths';
import { OpfsArtifacts } from '$lib/artifacts/opfs/opfs-artifacts';
import { OpfsPaths } from '$lib/artifacts/opfs/opfs-paths';
import { artifactStoreContract, durableArtifactStoreContract } from '../contract/artifact-store.contract';
import { durablePathStoreContract, pathStoreContract } from '../contract/path-store.contract';
import { answerCases, casesOf } from './worker-cases';

const paths = { ...pathStoreContract, ...durablePathStoreContract };
const cases = { ...artifactStoreContract, ...durableArtifactStoreContract };

answerCases({
  async tornSlot(_, folder) {
    const store = new OpfsPaths(folder);
    for (const content of ['first', 'second']) await store.write('a', new TextEncoder().encode(content));
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
    const access = await (await root.getFileHandle('a.1')).createSyncAccessHandle();
    access.truncate(80);
    access.flush();
    access.close();
    expect(new TextDecoder().decode(await store.read('a'))).toBe('first');
    await store.write('a', new TextEncoder().encode('third'));
    expect(new TextDecoder().decode(await new OpfsPaths(folder).read('a'))).toBe('third');
  },
  opfs: casesOf(cases, async (folder) => new OpfsArtifacts(folder)),
  indexedDb: casesOf(cases, async (folder) => new IndexedDbArtifacts(folder)),
  opfsPaths: casesOf(paths, async (folder) => new OpfsPaths(folder)),
  indexedDbPaths: casesOf(paths, async (folder) => new IndexedDbPaths(folder)),
});
