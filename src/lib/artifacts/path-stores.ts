import { DagbookError } from '../base/errors';
import type { PathStore, PathStoreName } from '../definitions/io-manager';

/** Makes the stores of one location; what is not there is not on this host. */
export type PathStoreMakers = Readonly<
  Partial<Record<Exclude<PathStoreName, 'artifacts'>, (location: string) => PathStore>>
>;

/** The IO managers of the package that keep values in them. */
const builtIn: Record<keyof PathStoreMakers, string> = {
  files: 'filesystemIOManager',
  memory: 'inMemoryIOManager',
  opfs: 'opfsIOManager',
  indexeddb: 'indexedDbIOManager',
};

/**
 * The path stores of a host, for each location its own: each is made when first asked for, and then kept. `best` is
 * the one that `artifacts` stands for. Asking for one that is not there throws `NoSuchStore`, naming those that are.
 */
export function pathStores(
  makers: PathStoreMakers,
  best: keyof PathStoreMakers,
): (location: string) => (name: PathStoreName) => PathStore {
  const made = new Map<string, PathStore>();
  return (location) => (name) => {
    const store = name === 'artifacts' ? best : name;
    const make = makers[store];
    if (!make) {
      const here = Object.keys(makers) as (keyof PathStoreMakers)[];
      const choices = here.map((each) => `${builtIn[each]} (store "${each}")`).join(' or ');
      throw new DagbookError(`There is no store "${name}" on this platform`, {
        name: 'NoSuchStore',
        remedy: `Use ${choices} here; the store "artifacts" is the best one on every platform.`,
      });
    }
    const id = JSON.stringify([store, location]);
    if (!made.has(id)) made.set(id, make(location));
    return made.get(id)!;
  };
}
