import type {
  AssetCheckSnapshot,
  AssetSnapshot,
  InputSource,
  JobSnapshot,
  StepSnapshot,
} from '$lib/definitions/snapshot';
import { assetSnapshot } from '../graph/snapshots';
import { createPlan } from '$lib/plan/create-plan';
import type { PlanRequest } from '$lib/plan/plan-request';

export const asset = (key: string, more: Partial<AssetSnapshot> = {}): AssetSnapshot =>
  assetSnapshot(key, { node: key, codeVersion: `code of ${key}`, cell: undefined, ...more });

export const check = (
  assetKey: string,
  name: string,
  more: Partial<AssetCheckSnapshot> = {},
): AssetCheckSnapshot => ({
  assetKey,
  name,
  node: `${assetKey}_${name}`,
  blocking: false,
  deps: [],
  metadata: {},
  ...more,
});

export const stepSnapshot = (key: string, more: Partial<StepSnapshot> = {}): StepSnapshot => ({
  key,
  node: key,
  op: key,
  inputs: [],
  after: [],
  outputs: [{ name: 'result', isRequired: true }],
  tags: {},
  resources: [],
  ...more,
});

/** `from('fetch')`, `from('split.items')`: an output of a step as a source, `result` where none is named. */
export const from = (name: string, type: 'step' | 'collect' = 'step'): InputSource => ({
  type,
  ...handle(name),
});

export const handle = (name: string) => {
  const [step, output = 'result'] = name.split(':') as [string, string?];
  return { step, output };
};

export const reads = (inputs: Record<string, InputSource>): Pick<StepSnapshot, 'inputs'> => ({
  inputs: Object.entries(inputs).map(([name, source]) => ({ name, source })),
});

export const opJob = (steps: readonly StepSnapshot[], more: Partial<JobSnapshot> = {}): JobSnapshot => ({
  name: 'job',
  selection: '',
  tags: {},
  steps,
  ...more,
});

export interface Location {
  readonly assets?: readonly AssetSnapshot[];
  readonly checks?: readonly AssetCheckSnapshot[];
  /** Absent: one step for each computation, that reads what its assets name as inputs. */
  readonly steps?: readonly StepSnapshot[];
  readonly resources?: PlanRequest['snapshot']['resources'];
}

/** The plan of a location; all of its assets, where the request selects none. */
export function planOf(
  { assets = [], checks = [], steps = [], resources = [] }: Location,
  request: Omit<PlanRequest, 'snapshot'> = {},
) {
  const given = new Set(steps.map(({ node }) => node));
  const made = Map.groupBy(
    [...assets.filter(({ isExecutable }) => isExecutable), ...checks].filter(({ node }) => !given.has(node)),
    ({ node }) => node,
  );
  const own = [...made].map(([node, parts]) => {
    const deps = new Map(parts.flatMap((part) => part.deps).map((dep) => [`${dep.input}:${dep.key}`, dep]));
    return stepSnapshot(node, {
      ...reads(
        Object.fromEntries(
          [...deps.values()].flatMap(({ input, key }) =>
            input === undefined ? [] : [[input, { type: 'asset', key }]],
          ),
        ),
      ),
      outputs: parts.flatMap((part) =>
        'isExecutable' in part ? [{ name: part.output, isRequired: part.isRequired }] : [],
      ),
    });
  });
  return createPlan({
    snapshot: { assets, checks, steps: [...steps, ...own], resources },
    ...(!request.job?.steps && { selected: assets.map(({ key }) => key) }),
    ...request,
  });
}
