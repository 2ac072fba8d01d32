import { inferMapping } from '../../definitions/partitions/infer-mapping';
import type { JobSnapshot } from '../../definitions/snapshot';
import { madeTogether } from '../../graph/made-together';
import { entityId } from './entity';
import type { EntityEdge, EntityGraph, EntityNode } from './entity-graph';

const none: readonly never[] = [];

/** A job with a condition. It depends on its root assets: those that depend on no other asset that it makes. */
export function jobEntity(
  { name, selection, partitions, automationCondition }: JobSnapshot,
  location: string,
  graph: Pick<EntityGraph, 'assets' | 'get' | 'selected'>,
): EntityNode {
  const own = [...graph.selected(selection)]
    .map((key) => graph.assets.get(key)!)
    .filter((asset) => asset.location === location);
  const made = madeTogether(own);
  const keys = new Set(made.map(({ key }) => key));
  const roots = made.filter((asset) => !asset.deps.some(({ key }) => key !== asset.key && keys.has(key)));
  const job = { location, name };
  const deps: EntityEdge[] = [];
  const node: EntityNode = {
    id: entityId({ key: '', job }),
    key: '',
    job,
    location,
    node: name,
    ...(automationCondition && { condition: automationCondition }),
    ...(partitions && { partitions }),
    codeVersion: '',
    isExecutable: true,
    isObservable: false,
    isBlocking: false,
    deps,
    checks: none,
    dependents: none,
    madeWith: none,
  };
  for (const { key } of roots) {
    const on = graph.get(key)!;
    deps.push({ of: node, on, mapping: inferMapping(on.partitions, partitions) });
  }
  deps.sort((a, b) => (a.on.key < b.on.key ? -1 : 1));
  return node;
}
