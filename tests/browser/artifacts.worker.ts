import { IndexedDbArtifacts } from '$lib/artifacts/indexed-db/indexed-db-artifacts';
import { OpfsArtifacts } from '$lib/artifacts/opfs/opfs-artifacts';
import { artifactStoreContract, durableArtifactStoreContract } from '../contract/artifact-store.contract';
import { answerCases } from './worker-cases';

const cases = { ...artifactStoreContract, ...durableArtifactStoreContract };

answerCases({
  opfs: { cases, open: async (folder) => new OpfsArtifacts(folder) },
  indexedDb: { cases, open: async (folder) => new IndexedDbArtifacts(folder) },
});
