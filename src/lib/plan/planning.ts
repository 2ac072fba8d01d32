import type {
  AssetKeyString,
  AssetSnapshot,
  RunConfig,
  StepOutputHandle,
  StepSnapshot,
} from '../definitions/snapshot';
import { unknownKey } from './bind-mapping';
import { stepOfAsset, stepOfCheck, type Computation } from './computations';
import type { MissingInput } from './config-inputs';
import type { PlanPartitions, PlanRequest } from './plan-request';
import { nameOf } from './sources';

/** Where a plan makes an asset. */
export interface Maker extends StepOutputHandle {
  readonly asset: AssetSnapshot;
}

/** What the steps of a plan must know of each other. */
export class Planning {
  readonly request: PlanRequest;
  readonly config?: RunConfig;
  readonly partitions: PlanPartitions;
  /** The assets that this run makes. */
  readonly makers = new Map<AssetKeyString, Maker>();
  /** By `step.output`: which assets this run makes, and which it could. */
  readonly assets = new Map<string, AssetSnapshot>();
  /** Found while the steps are planned: no plan comes of it then. */
  readonly missingInputs: MissingInput[] = [];
  private readonly planKeys = new Map<string, string>();
  private readonly managers: ReadonlyMap<string, string>;
  private readonly assetManagers = new Map<AssetKeyString, string>();
  private readonly blocking = new Map<AssetKeyString, Set<string>>();

  constructor(request: PlanRequest, computations: readonly Computation[]) {
    const { snapshot, job } = request;
    this.request = request;
    this.config = request.config ?? job?.config;
    this.partitions = request.partitions ?? {};
    const ofAssets = managersOf(snapshot.steps);
    // The steps of a job of ops may have the names of steps that make assets.
    this.managers = job?.steps ? managersOf(job.steps) : ofAssets;
    for (const asset of snapshot.assets) {
      if (!asset.isExecutable) continue;
      const name = nameOf({ step: stepOfAsset(asset), output: asset.output });
      const manager = ofAssets.get(name);
      if (manager !== undefined) this.assetManagers.set(asset.key, manager);
      if (!job?.steps) this.assets.set(name, asset);
    }
    const chosen = new Set(computations.flatMap(({ steps }) => steps.map(({ key }) => key)));
    for (const computation of computations) {
      const { assets, checks, steps } = computation;
      for (const { key, mappedOver = [] } of steps) {
        const levels = mappedOver.filter(({ step }) => chosen.has(step)).length;
        this.planKeys.set(key, key + unknownKey.repeat(levels));
      }
      for (const asset of assets)
        this.makers.set(asset.key, { step: stepOfAsset(asset), output: asset.output, asset });
      for (const check of checks) {
        if (!check.blocking) continue;
        const steps = this.blocking.get(check.assetKey) ?? new Set();
        this.blocking.set(check.assetKey, steps.add(stepOfCheck(check, computation)));
      }
    }
  }

  /** The key of a step in the plan, with a `[?]` for each level of mapping; `undefined` where it is not selected. */
  planKey(step: string): string | undefined {
    return this.planKeys.get(step);
  }

  planHandle({ step, output }: StepOutputHandle): StepOutputHandle | undefined {
    const key = this.planKeys.get(step);
    return key === undefined ? undefined : { step: key, output };
  }

  /** Who stores an output; `undefined` for the default. */
  managerOf(handle: StepOutputHandle): string | undefined {
    return this.managers.get(nameOf(handle));
  }

  managerOfAsset(key: AssetKeyString): string | undefined {
    return this.assetManagers.get(key);
  }

  /** Steps whose checks block what is downstream of `read`, but for `judged` and for the steps `known` already. */
  blockersOf(
    read: readonly AssetKeyString[],
    judged: readonly AssetKeyString[],
    known: readonly string[],
  ): readonly string[] {
    if (this.blocking.size === 0) return [];
    const steps = new Set(
      read.flatMap((key) => (judged.includes(key) ? [] : [...(this.blocking.get(key) ?? [])])),
    );
    for (const step of known) steps.delete(step);
    return [...steps];
  }
}

/** By `step.output`: the IO managers other than the default. */
function managersOf(steps: readonly StepSnapshot[]): ReadonlyMap<string, string> {
  const managers = new Map<string, string>();
  for (const { key, outputs } of steps)
    for (const { name, ioManagerKey } of outputs)
      if (ioManagerKey !== undefined) managers.set(nameOf({ step: key, output: name }), ioManagerKey);
  return managers;
}
