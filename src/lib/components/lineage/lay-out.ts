import type { LayoutEdge, LayoutOptions } from '../../graph/layout/layout-graph';
import type { GroupedNode, GroupsLayout, GroupsOptions } from '../../graph/layout/layout-groups';

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<
  number,
  { resolve: (layout: GroupsLayout) => void; reject: (error: Error) => void }
>();

/** What is to be laid out. Without groups that are `open` or not, all nodes stand in one drawing. */
export interface LayoutTask {
  readonly nodes: readonly GroupedNode[];
  readonly edges: readonly LayoutEdge[];
  readonly options: LayoutOptions | GroupsOptions;
}

/** The newest layout: a page that comes back draws it at once. */
let newest: { readonly shape: string; readonly layout: GroupsLayout } | undefined;

/** The layout of a task that reads as this JSON, if it is there. */
export const knownLayout = (shape: string): GroupsLayout | undefined =>
  newest?.shape === shape ? newest.layout : undefined;

/** A layout made in a worker, so that thousands of nodes do not hold up the page. `shape`: the task as JSON. */
export async function layOut(task: LayoutTask, shape: string): Promise<GroupsLayout> {
  const layout = knownLayout(shape) ?? (await inWorker(task));
  newest = { shape, layout };
  return layout;
}

function inWorker(task: LayoutTask): Promise<GroupsLayout> {
  worker ??= started();
  const id = ++asked;
  worker.postMessage({ id, ...task });
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
