import type { AssetKeyString, DefinitionsSnapshot, ResourceSnapshot } from '../definitions/snapshot';
import type { Storage } from '../storage/storage';

/** A resource or an IO manager of a notebook, and what needs it. */
export interface ResourceStatus {
  readonly location: string;
  readonly resource: ResourceSnapshot;
  readonly usedBy: {
    readonly assets: readonly AssetKeyString[];
    /** Jobs of ops; a job of assets needs what its assets do. */
    readonly jobs: readonly string[];
    /** Schedules and sensors. */
    readonly instigators: readonly string[];
    /** Other resources, by their keys. */
    readonly resources: readonly string[];
  };
}

/** Those of all locations, as they were when these were last loaded; without inputs of the page, which are there too. */
export const resourceStatuses = async (
  storage: Pick<Storage, 'locations'>,
): Promise<readonly ResourceStatus[]> =>
  (await storage.locations()).flatMap(({ name: location, snapshot }) =>
    snapshot.resources
      .filter(({ view }) => !view)
      .map((resource) => ({ location, resource, usedBy: usersOf(resource.key, snapshot) })),
  );

function usersOf(key: string, snapshot: DefinitionsSnapshot): ResourceStatus['usedBy'] {
  const needs = ({ resources }: { readonly resources: readonly string[] }) => resources.includes(key);
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
  const nodes = new Set(snapshot.steps.filter(needs).map(({ node }) => node));
  return {
    assets: snapshot.assets.filter(({ node }) => nodes.has(node)).map((asset) => asset.key),
    jobs: names(snapshot.jobs.filter(({ steps }) => steps?.some(needs))),
    instigators: names([...snapshot.schedules, ...snapshot.sensors].filter(needs)),
    resources: snapshot.resources.filter(({ requires }) => requires.includes(key)).map((each) => each.key),
  };
}
