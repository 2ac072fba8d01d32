import type { Json } from '../base/json';
import type { AssetKeyString } from './snapshot';

/** An output of a step by the step's key. */
export interface StepOutputHandle {
  readonly step: string;
  readonly output: string;
}

/** Where the value of a step's input comes from. */
export type InputSource =
  | {
      readonly type: 'asset';
      readonly key: AssetKeyString;
      readonly byPartition?: boolean;
      /** Who loads it; absent: the manager that stored it. */
      readonly inputManagerKey?: string;
    }
  | ({ readonly type: 'step' } & LoadedOutput)
  /** A list in the order of its members; those that were skipped are left out. */
  | { readonly type: 'fanIn'; readonly sources: readonly InputSource[] }
  /** All values of a dynamic output, or of steps mapped over one, in the order in which the keys were yielded. */
  | ({ readonly type: 'collect' } & LoadedOutput)
  | { readonly type: 'value'; readonly value: Json }
  /** Given by the run config: `ops.NAME.inputs.INPUT`; where it gives none, by its manager, or `default`. */
  | { readonly type: 'config'; readonly default?: Json; readonly inputManagerKey?: string };

interface LoadedOutput extends StepOutputHandle {
  /** Who loads it; absent: the manager that stored it. */
  readonly inputManagerKey?: string;
}
