import type { HookDefinition } from './hook';
import type { IOManagerDefinition } from './io-manager';
import type { ResourceDefinition } from './resource';
import type { ScheduleDefinition } from './schedule';
import type { SensorDefinition } from './sensor';
import type { AssetKeyString } from './snapshot';
import type { StandardSchema } from './standard-schema';

/** Everything that is needed to call one op: what a cell defined, with all names resolved. */
export interface NodeDefinition {
  readonly name: string;
  readonly inputs: readonly NodeInput[];
  /** Assets that only come first: it has no values of them. */
  readonly after?: readonly AssetKeyString[];
  readonly outputs: readonly NodeOutput[];
  /** Checks of assets that its function answers for. */
  readonly checks: readonly NodeCheck[];
  readonly configSchema?: StandardSchema;
  /** Keys of the resources that its context has. */
  readonly resources: readonly string[];
  /**
   * Calls the user's function; `context` is what the definition's kind promises (`AssetExecutionContext`,
   * `OpExecutionContext`, `AssetCheckExecutionContext`). What it returned is read with `stepOutputs`.
   */
  compute(inputs: Readonly<Record<string, unknown>>, context: never): unknown;
}

export interface NodeInput {
  readonly name: string;
  readonly assetKey?: AssetKeyString;
  /** Checks the value before the function is called. */
  readonly type?: StandardSchema;
}

export interface NodeOutput {
  readonly name: string;
  /** Of an op inside a graph it is the step that knows which asset it is. */
  readonly assetKey?: AssetKeyString;
  /** The key as cells write it, where the notebook's prefix stands before it in `assetKey`. */
  readonly writtenKey?: AssetKeyString;
  readonly isRequired: boolean;
  readonly isDynamic?: boolean;
  /** It is an asset that is observed: what comes is a data version, not a value. */
  readonly isObservation?: boolean;
  /** Checks the value before it is stored. */
  readonly type?: StandardSchema;
  /** Given to the IO manager. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface NodeCheck {
  readonly assetKey: AssetKeyString;
  readonly name: string;
  readonly isRequired: boolean;
}

/** What an isolate keeps of a notebook: the functions behind its snapshot, by the names the snapshot uses. */
export interface RuntimeDefinitions {
  readonly nodes: Pick<ReadonlyMap<string, NodeDefinition>, 'get'>;
  readonly resources: ReadonlyMap<string, ResourceDefinition | IOManagerDefinition>;
  readonly hooks: ReadonlyMap<string, HookDefinition>;
  readonly automations: ReadonlyMap<string, RuntimeAutomation>;
}

/** A schedule or sensor, with the names that it speaks of resolved. */
export interface RuntimeAutomation {
  readonly definition: ScheduleDefinition | SensorDefinition;
  readonly jobs: readonly string[];
  readonly keysOf: (reference: unknown) => readonly AssetKeyString[];
}
