import { AssetGraph } from '../graph/asset-graph';
import type { Storage, StoredLocation } from '../storage/storage';

/** What the code locations of the instance define, as of the last time that each was loaded. */
export interface Workspace {
  readonly locations: readonly StoredLocation[];
  readonly graph: AssetGraph;
}

/** Reads the workspace, again only after a location has changed. */
export function workspaceReader(storage: Pick<Storage, 'locations' | 'subscribe'>): () => Promise<Workspace> {
  let known: Promise<Workspace> | undefined;
  storage.subscribe((changes) => {
    if (changes.some(({ topic }) => topic === 'location')) known = undefined;
  });
  async function read(): Promise<Workspace> {
    const locations = await storage.locations();
    const located = locations.map(({ name, snapshot }) => ({ location: name, snapshot }));
    return { locations, graph: new AssetGraph(located) };
  }
  return () => {
    const reading = (known ??= read());
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading;
  };
}
