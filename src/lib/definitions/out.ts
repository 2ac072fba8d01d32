import { kind } from './brand';
import type { RawMetadata } from './metadata-value';
import type { StandardSchema } from './standard-schema';

export interface OutOptions<Value = unknown> {
  readonly description?: string;
  /**
   * `false`: the function may end without yielding it; what is downstream is then skipped. Default `true`: a
   * `DynamicOut` may even then yield no value, and what collects it is given an empty list (Dagster's rule).
   */
  readonly isRequired?: boolean;
  /** Who stores it; default `io_manager`. */
  readonly ioManagerKey?: string;
  /** Checks the value before it is stored. */
  readonly type?: StandardSchema<unknown, Value>;
  /** Given to the IO manager. */
  readonly metadata?: RawMetadata;
}

/** An output of an op. Name the type of its value, `new Out<Cake[]>()`, where no schema says it. */
export class Out<Value = unknown> {
  readonly [kind] = 'Out';
  readonly options: OutOptions;
  /** For the type checker only. */
  declare readonly valueType?: () => Value;

  constructor(options: OutOptions<Value> = {}) {
    this.options = options as OutOptions;
  }
}

/** An output that yields any number of `DynamicOutput`s; what is mapped over it is executed once for each. */
export class DynamicOut<Value = unknown> {
  readonly [kind] = 'DynamicOut';
  readonly options: OutOptions;
  /** For the type checker only. */
  declare readonly valueType?: () => Value;

  constructor(options: OutOptions<Value> = {}) {
    this.options = options as OutOptions;
  }
}

export type AnyOut = Out | DynamicOut;
export type OpOuts = Readonly<Record<string, AnyOut>>;
