import { kind } from './brand';
import type { StandardSchema } from './standard-schema';

export interface InOptions<Value = unknown> {
  readonly description?: string;
  /** Checks what comes in before the function is called. `Nothing` is the same as `nothing: true`. */
  readonly type?: StandardSchema<unknown, Value>;
  /** JSON data for where the input is connected to nothing and the run config gives none. */
  readonly default?: Value;
  /**
   * Who loads the value, by its key as a resource: not whoever stored the output that the input is connected to. Of an
   * input that is connected to nothing it gives the value, unless the run config does.
   */
  readonly inputManagerKey?: string;
  /** `true`: what it is connected to only comes first; the function does not see it. */
  readonly nothing?: boolean;
}

/** An input of an op or graph. Name the type of its value, `new In<Cake[]>()`, where no schema says it. */
export class In<Value = unknown> {
  readonly [kind] = 'In';
  readonly options: InOptions;
  /** For the type checker only. */
  declare readonly valueType?: () => Value;

  constructor(options: InOptions<Value> = {}) {
    this.options = options as InOptions;
  }
}

/** Inputs by name. */
export type OpIns = Readonly<Record<string, In>>;

/** The values that a function with these `ins` receives. */
export type ValuesOfIns<Ins> = {
  readonly [Name in keyof Ins]: Ins[Name] extends In<infer Value> ? Value : never;
};
