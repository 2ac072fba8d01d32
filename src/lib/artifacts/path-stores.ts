import { DagbookError } from '../base/errors';
import type { PathStore, PathStoreName } from '../definitions/io-manager';

/** Makes the stores of one location; what is not there is not on this host. */
export type PathStoreMakers = Readonly<
  Partial<Record<Exclude<PathStoreName, 'artifacts'>, (location: string) => PathStore>>
>;

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
      throw new DagbookError(`The store "${name}" is not on this platform`, {
        name: 'NoSuchStore',
        remedy: `Use "artifacts", the best that each platform has; here it is "${best}". There are: ${Object.keys(makers).join(', ')}.`,
      });
    }
    const id = JSON.stringify([store, location]);
    if (!made.has(id)) made.set(id, make(location));
    return made.get(id)!;
  };
}
