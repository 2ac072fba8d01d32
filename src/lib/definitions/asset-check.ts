import type { AssetCheckResult } from './asset-check-result';
import type { AssetCheckSpec } from './asset-check-spec';
import type { AssetCheckExecutionContext } from './asset-execution-context';
import type { AssetDependency } from './asset-dep';
import type { AssetIns, AssetReference, InputsOf } from './asset-in';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import { splitOptions } from './options-and-function';
import type { PartitionsDefinition } from './partitions/partitions-definition';
import type { RawMetadata } from './metadata-value';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { RetryPolicySnapshot } from './retry-policy';
import type { AssetKeyString } from './snapshot';
import type { AutomationCondition } from './automation/automation-condition';
import type { SchemaOutput, StandardSchema } from './standard-schema';

/** What checks of one asset and of several have in common. */
interface CheckStepOptions<Ins = AssetIns, Schema = StandardSchema | undefined, Needs = ResourceNeeds> {
  /**
   * Assets whose values the function receives, by the name it receives them under. Name the checked asset itself here
   * to have its value loaded: `assetCheck({ asset: orders, ins: { orders } }, ({ orders }) => orders.length > 0)`.
   */
  readonly ins?: Ins;
  /** Assets that must come first besides the checked one; where one of them fails, the check is not evaluated. */
  readonly additionalDeps?: readonly AssetDependency[];
  readonly description?: string;
  readonly configSchema?: Schema;
  readonly resources?: Needs;
  readonly retryPolicy?: RetryPolicySnapshot;
  readonly partitionsDef?: PartitionsDefinition;
  readonly tags?: Readonly<Record<string, string>>;
  /** Seconds an attempt may take. */
  readonly timeout?: number;
  readonly pool?: string;
}

export interface AssetCheckOptions<
  Ins = AssetIns,
  Schema = StandardSchema | undefined,
  Needs = ResourceNeeds,
> extends CheckStepOptions<Ins, Schema, Needs> {
  readonly asset: AssetReference | AssetKeyString;
  /** Default: the name under which the cell exports it. */
  readonly name?: string;
  /**
   * Where it fails with severity `ERROR`, its step fails, and what is downstream of the asset in the same run does not
   * run. Default `false`.
   */
  readonly blocking?: boolean;
  readonly metadata?: RawMetadata;
  /** When it is evaluated without anybody asking, by an automation condition sensor that runs. */
  readonly automationCondition?: AutomationCondition;
}

export interface MultiAssetCheckOptions<
  Ins = AssetIns,
  Schema = StandardSchema | undefined,
  Needs = ResourceNeeds,
> extends CheckStepOptions<Ins, Schema, Needs> {
  /** The step's name; default the name under which the cell exports it. */
  readonly name?: string;
  /** Each names its asset. */
  readonly specs: readonly AssetCheckSpec[];
  /** The checks can be evaluated one without the others: `context.selectedChecks` says which. Default `false`. */
  readonly canSubset?: boolean;
}

type CheckFunction = (inputs: never, context: AssetCheckExecutionContext<never, never>) => unknown;

export interface AssetCheckDefinition extends Located {
  readonly [kind]: 'assetCheck';
  readonly options: AssetCheckOptions;
  readonly compute: CheckFunction;
}

export interface MultiAssetCheckDefinition extends Located {
  readonly [kind]: 'multiAssetCheck';
  readonly options: MultiAssetCheckOptions;
  readonly compute: CheckFunction;
}

type NoIns = Readonly<Record<never, never>>;
type Answer = AssetCheckResult | boolean;
type Answers = AssetCheckResult | readonly AssetCheckResult[] | void;

/**
 * Defines a check of an asset: a function that says whether its data is as it should be. It answers an
 * `AssetCheckResult`, or `true` or `false`; it may be a generator that yields the result. Its step comes after the
 * asset's and is called `<asset key with "__" for "/">_<name>`.
 */
export function assetCheck<
  Ins extends AssetIns = NoIns,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: AssetCheckOptions<Ins, Schema, Needs>,
  compute: (
    inputs: InputsOf<Ins>,
    context: AssetCheckExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>,
  ) => Answer | Promise<Answer> | Generator<AssetCheckResult> | AsyncGenerator<AssetCheckResult>,
): AssetCheckDefinition {
  const [given, check] = splitOptions<AssetCheckOptions, CheckFunction>('assetCheck', [options, compute]);
  return { [kind]: 'assetCheck', [definedAt]: callSite(), options: given, compute: check };
}

/** Defines a step that evaluates several checks, of one or several assets: it yields or returns their results. */
export function multiAssetCheck<
  Ins extends AssetIns = NoIns,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: MultiAssetCheckOptions<Ins, Schema, Needs>,
  compute: (
    inputs: InputsOf<Ins>,
    context: AssetCheckExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>,
  ) => Answers | Promise<Answers> | Generator<AssetCheckResult> | AsyncGenerator<AssetCheckResult>,
): MultiAssetCheckDefinition {
  const [given, check] = splitOptions<MultiAssetCheckOptions, CheckFunction>('multiAssetCheck', [
    options,
    compute,
  ]);
  return { [kind]: 'multiAssetCheck', [definedAt]: callSite(), options: given, compute: check };
}
