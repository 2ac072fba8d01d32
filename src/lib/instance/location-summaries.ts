import type { Storage } from '../storage/storage';
import type { LocationSummary } from './instance';

/** All code locations as they were when they were last loaded; by title. */
export async function locationSummaries(
  storage: Pick<Storage, 'listNotebooks' | 'locations'>,
): Promise<readonly LocationSummary[]> {
  const [notebooks, stored] = await Promise.all([storage.listNotebooks(), storage.locations()]);
  const known = new Map(stored.map((location) => [location.name, location]));
  return notebooks
    .map(({ id, title }) => {
      const location = known.get(id);
      const { assets = [], jobs = [], schedules = [], sensors = [], errors = [] } = location?.snapshot ?? {};
      return {
        name: id,
        title,
        ...(location && { loadedAt: location.loadedAt }),
        counts: {
          assets: assets.length,
          jobs: jobs.length,
          schedules: schedules.length,
          sensors: sensors.length,
        },
        errors,
      };
    })
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}
