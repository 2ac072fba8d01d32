import type {
  AssetKeyString,
  AssetSnapshot,
  RunConfig,
  StepOutputHandle,
  StepSnapshot,
} from '../definitions/snapshot';
import { unknownKey } from './bind-mapping';
import { stepOfAsset, stepOfCheck, type Computation, type SelectedAssets } from './computations';
import type { MissingInput } from './config-inputs';
import type { PlanPartitions, PlanRequest } from './plan-request';
import { nameOf } from './sources';

/** What the steps of a plan must know of each other. */
export class Planning {
  readonly request: PlanRequest;
  readonly config?: RunConfig;
  readonly partitions: PlanPartitions;
  /** Found while the steps are planned: no plan comes of it then. */
  readonly missingInputs: MissingInput[] = [];
  /** By `step.output`: the assets of the computations that could make several. */
  private readonly assets = new Map<string, AssetSnapshot>();
  private readonly selected: SelectedAssets;
  /** Of the steps that other steps of their computation may name. */
  private readonly planKeys = new Map<string, string>();
  private readonly managers: ReadonlyMap<string, string>;
  private readonly assetManagers = new Map<AssetKeyString, string>();
  private readonly blocking = new Map<AssetKeyString, Set<string>>();

  constructor(request: PlanRequest, selected: SelectedAssets, computations: readonly Computation[]) {
    const { snapshot, job } = request;
    this.request = request;
    this.selected = selected;
    this.config = request.config ?? job?.config;
    this.partitions = request.partitions ?? {};
    const ofAssets = managersOf(snapshot.steps);
    // The steps of a job of ops may have the names of steps that make assets.
    this.managers = job?.steps ? managersOf(job.steps) : ofAssets;
    if (ofAssets.size > 0) {
      for (const asset of snapshot.assets) {
        const manager = asset.isExecutable ? ofAssets.get(nameOf(handleOf(asset))) : undefined;
        if (manager !== undefined) this.assetManagers.set(asset.key, manager);
      }
    }
    for (const computation of computations) {
      const { assets, checks, steps, unwanted } = computation;
      if (steps.length > 1) this.addPlanKeys(steps);
      if (assets.length + unwanted.length > 1)
        for (const asset of [...assets, ...unwanted]) this.assets.set(nameOf(handleOf(asset)), asset);
      for (const check of checks) {
        if (!check.blocking) continue;
        const steps = this.blocking.get(check.assetKey) ?? new Set();
        this.blocking.set(check.assetKey, steps.add(stepOfCheck(check, computation)));
      }
    }
  }

  private addPlanKeys(steps: readonly StepSnapshot[]): void {
    for (const { key } of steps) this.planKeys.set(key, key);
    for (const { key, mappedOver } of steps) {
      if (!mappedOver) continue;
      const levels = mappedOver.filter(({ step }) => this.planKeys.has(step)).length;
      this.planKeys.set(key, key + unknownKey.repeat(levels));
    }
  }

  /** The key of a step in the plan, with a `[?]` for each level of mapping. */
  planKey({ key }: StepSnapshot): string {
    return this.planKeys.get(key) ?? key;
  }

  /** Whether a step is planned, which another one of its computation names. */
  has(step: string): boolean {
    return this.planKeys.has(step);
  }

  planHandle({ step, output }: StepOutputHandle): StepOutputHandle | undefined {
    const key = this.planKeys.get(step);
    return key === undefined ? undefined : { step: key, output };
  }

  /** An asset that this run makes. */
  made(key: AssetKeyString): AssetSnapshot | undefined {
    const asset = this.selected.get(key);
    return asset?.isExecutable ? asset : undefined;
  }

  /** Where this run makes an asset. */
  makerOf(key: AssetKeyString): StepOutputHandle | undefined {
    const asset = this.made(key);
    return asset && handleOf(asset);
  }

  /** The asset that an output of a computation's step is, wanted or not; `undefined` where it is none. */
  assetOf(handle: StepOutputHandle, { assets, unwanted }: Computation): AssetSnapshot | undefined {
    if (assets.length + unwanted.length > 1) return this.assets.get(nameOf(handle));
    const asset = assets[0] ?? unwanted[0];
    const isIt = asset && asset.output === handle.output && stepOfAsset(asset) === handle.step;
    return isIt ? asset : undefined;
  }

  /** Who stores an output; `undefined` for the default. */
  managerOf(handle: StepOutputHandle): string | undefined {
    return this.managers.size === 0 ? undefined : this.managers.get(nameOf(handle));
  }

  managerOfAsset(key: AssetKeyString): string | undefined {
    return this.assetManagers.get(key);
  }

  /** Steps whose checks block what is downstream of `read`, but for `judged`, the step itself and its `deps`. */
  blockersOf(
    read: readonly AssetKeyString[],
    judged: readonly AssetKeyString[],
    key: string,
    deps: readonly StepOutputHandle[],
  ): readonly string[] {
    if (this.blocking.size === 0) return none;
    const steps = new Set(
      read.flatMap((key) => (judged.includes(key) ? [] : [...(this.blocking.get(key) ?? [])])),
    );
    steps.delete(key);
    for (const { step } of deps) steps.delete(step);
    return [...steps];
  }
}

const none: readonly never[] = [];

export const handleOf = (asset: AssetSnapshot): StepOutputHandle => ({
  step: stepOfAsset(asset),
  output: asset.output,
});

/** By `step.output`: the IO managers other than the default. */
function managersOf(steps: readonly StepSnapshot[]): ReadonlyMap<string, string> {
  const managers = new Map<string, string>();
  for (const { key, outputs } of steps)
    for (const { name, ioManagerKey } of outputs)
      if (ioManagerKey !== undefined) managers.set(nameOf({ step: key, output: name }), ioManagerKey);
  return managers;
}
