import type { PathStore } from './io-manager';

/** A path store for contexts in tests: it keeps bytes as long as it is there. */
export function keptStore(): PathStore {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (path) => files.get(path)?.slice(),
    write: async (path, bytes) => void files.set(path, bytes.slice()),
    remove: async (path) => void files.delete(path),
    list: async (prefix) => [...files.keys()].filter((path) => path.startsWith(prefix)).sort(),
  };
}
