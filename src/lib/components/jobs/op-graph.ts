import type { InputSource, StepOutputHandle, StepSnapshot } from '../../definitions/snapshot';

/** An op, or a graph that stands for all in it. */
export interface OpNode {
  /** The key of the step; of a graph what the keys in it begin with. */
  readonly id: string;
  /** Absent: it is a graph. */
  readonly step?: StepSnapshot;
  /** How many ops it is. */
  readonly size: number;
}

export interface OpEdge {
  readonly from: string;
  readonly to: string;
  /** What goes along it, `output → input`; empty: it orders only. */
  readonly values: readonly string[];
  /** It fans out over a dynamic output, or collects what did. */
  readonly isDynamic: boolean;
}

/** The graphs of a job by the keys of their steps, outer ones first. */
export const graphsOf = (steps: readonly StepSnapshot[]): readonly string[] => [
  ...new Set(steps.flatMap(({ key }) => graphsAround(key))),
];

/** The ops of a job and what goes between them; a graph that is not `open` is one node. */
export function opGraph(
  steps: readonly StepSnapshot[],
  open: ReadonlySet<string>,
): { readonly nodes: readonly OpNode[]; readonly edges: readonly OpEdge[] } {
  const nodeOf = (key: string): string => graphsAround(key).find((graph) => !open.has(graph)) ?? key;
  const nodes = Array.from(
    Map.groupBy(steps, ({ key }) => nodeOf(key)),
    ([id, members]): OpNode => {
      const [step] = members;
      return { id, size: members.length, ...(step?.key === id && { step }) };
    },
  );
  const dynamic = new Set(
    steps.flatMap(({ key, outputs }) =>
      outputs.filter(({ isDynamic }) => isDynamic).map(({ name }) => nameOf({ step: key, output: name })),
    ),
  );
  const edges = new Map<string, OpEdge>();
  const add = (handle: StepOutputHandle, to: string, value: string | undefined, isCollected: boolean) => {
    const [from, into] = [nodeOf(handle.step), nodeOf(to)];
    if (from === into) return;
    const id = `${from} ${into}`;
    const before = edges.get(id) ?? { from, to: into, values: [], isDynamic: false };
    const isDynamic = before.isDynamic || isCollected || dynamic.has(nameOf(handle));
    edges.set(id, { ...before, values: [...before.values, ...(value ? [value] : [])], isDynamic });
  };
  for (const { key, inputs, after } of steps) {
    for (const { name, source } of inputs)
      for (const { handle, isCollected } of handlesOf(source))
        add(handle, key, `${handle.output} → ${name}`, isCollected);
    for (const handle of after) add(handle, key, undefined, false);
  }
  return { nodes, edges: [...edges.values()] };
}

function handlesOf(
  source: InputSource,
): readonly { readonly handle: StepOutputHandle; readonly isCollected: boolean }[] {
  if (source.type === 'fanIn') return source.sources.flatMap(handlesOf);
  if (source.type !== 'step' && source.type !== 'collect') return [];
  return [{ handle: source, isCollected: source.type === 'collect' }];
}

const graphsAround = (key: string): readonly string[] => {
  const names = key.split('.');
  return names.slice(1).map((_, at) => names.slice(0, at + 1).join('.'));
};

const nameOf = ({ step, output }: StepOutputHandle): string => `${step} ${output}`;
