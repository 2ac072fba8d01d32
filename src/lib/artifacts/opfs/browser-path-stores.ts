import { encodeName } from '../file-name';
import { IndexedDbPaths } from '../indexed-db/indexed-db-paths';
import { MemoryPaths } from '../memory/memory-paths';
import { pathStores } from '../path-stores';
import { OpfsPaths } from './opfs-paths';

/** The path stores of a browser's worker: what they keep is under names that begin with `name`. */
export function browserPathStores(name: string, hasOpfs: boolean) {
  const opfs = (location: string) => new OpfsPaths(`${name}/${encodeName(location)}`);
  return pathStores(
    {
      ...(hasOpfs && { opfs }),
      indexeddb: (location) => new IndexedDbPaths(`${name}/${location}`),
      memory: () => new MemoryPaths(),
    },
    hasOpfs ? 'opfs' : 'indexeddb',
  );
}
