import type { ArtifactStore } from '../artifacts/artifact-store';
import type { MaintenanceStorage } from '../storage/maintenance-storage';

/** A file of a value younger than this may belong to an event that is about to be stored, in ms. */
const oldEnough = 60_000;

/**
 * Removes large values that nothing names: found so in two sweeps with a minute between them, since a value is written
 * before the event that names it. So it also removes what a leader wrote that died before the event.
 */
export function artifactSweep(artifacts: ArtifactStore, storage: Pick<MaintenanceStorage, 'unnamed'>) {
  /** Hash → when it was first found to be named by nothing. */
  let unnamedSince = new Map<string, number>();

  return async (now: number): Promise<{ readonly bytes: number; readonly isWaiting: boolean }> => {
    const sizes = new Map<string, number>();
    for await (const { hash, size } of artifacts.list()) sizes.set(hash, size);
    const waiting = new Map<string, number>();
    for (const hash of await storage.unnamed([...sizes.keys()])) {
      sizes.delete(hash);
      const since = unnamedSince.get(hash) ?? now;
      if (now - since >= oldEnough) await artifacts.delete(hash);
      else waiting.set(hash, since);
    }
    unnamedSince = waiting;
    return { bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0), isWaiting: waiting.size > 0 };
  };
}
