import { join } from 'node:path';
import { encodeName } from '../file-name';
import { MemoryPaths } from '../memory/memory-paths';
import { pathStores } from '../path-stores';
import { FilePaths } from './file-paths';

/** The path stores of a Node process: files in `folder`, a folder in it for each location; and memory. */
export const nodePathStores = (folder: string) =>
  pathStores(
    {
      files: (location) => new FilePaths(join(folder, encodeName(location))),
      memory: () => new MemoryPaths(),
    },
    'files',
  );
