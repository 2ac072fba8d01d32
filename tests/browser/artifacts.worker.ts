import { IndexedDbArtifacts } from '$lib/artifacts/indexed-db/indexed-db-artifacts';
import { OpfsArtifacts } from '$lib/artifacts/opfs/opfs-artifacts';
import { artifactStoreContract, durableArtifactStoreContract } from '../contract/artifact-store.contract';
import { answerCases, casesOf } from './worker-cases';

const cases = { ...artifactStoreContract, ...durableArtifactStoreContract };

answerCases({
  opfs: casesOf(cases, async (folder) => new OpfsArtifacts(folder)),
  indexedDb: casesOf(cases, async (folder) => new IndexedDbArtifacts(folder)),
});
