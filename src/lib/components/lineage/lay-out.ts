import type { LayoutEdge, LayoutOptions } from '../../graph/layout/layout-graph';
import type { GroupedNode, GroupsLayout, GroupsOptions } from '../../graph/layout/layout-groups';

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<
  number,
  { resolve: (layout: GroupsLayout) => void; reject: (error: Error) => void }
>();

/**
 * A layout made in a worker, so that thousands of nodes do not hold up the page. Without groups that are `open` or
 * not, all nodes stand in one drawing.
 */
export function layOut(
  nodes: readonly GroupedNode[],
  edges: readonly LayoutEdge[],
  options: LayoutOptions | GroupsOptions,
): Promise<GroupsLayout> {
  worker ??= started();
  const id = ++asked;
  worker.postMessage({ id, nodes, edges, options });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function started(): Worker {
  const made = new Worker(new URL('../../../../workers/layout.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data }: MessageEvent<{ id: number; layout: GroupsLayout }>) => {
    waiting.get(data.id)?.resolve(data.layout);
    waiting.delete(data.id);
  });
  made.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values())
      reject(new Error(message || 'The layout worker did not start'));
    waiting.clear();
    made.terminate();
    worker = undefined;
  });
  return made;
}
