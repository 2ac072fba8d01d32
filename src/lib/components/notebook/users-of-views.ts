import type { AssetKeyString, DefinitionsSnapshot, ResourceSnapshot } from '../../definitions/snapshot';

/** Executable assets whose steps take one of these inputs, by themselves or by a resource that takes it. */
export function usersOfViews(
  views: readonly ResourceSnapshot[],
  snapshot: DefinitionsSnapshot | undefined,
): readonly AssetKeyString[] {
  if (!snapshot) return [];
  const taking = new Set(views.map(({ key }) => key));
  // Resources come after those that they require.
  for (const { key, requires } of snapshot.resources)
    if (requires.some((required) => taking.has(required))) taking.add(key);
  const nodes = new Set(
    snapshot.steps.flatMap(({ node, resources }) => (resources.some((key) => taking.has(key)) ? [node] : [])),
  );
  return snapshot.assets
    .filter(({ isExecutable, node }) => isExecutable && nodes.has(node))
    .map(({ key }) => key);
}
