import type { AssetReference } from './asset-in';
import type { kind } from './brand';
import type { DynamicOut, Out } from './out';

/** In the body of a graph: a value that there will be when a run has made it. */
export interface Handle<Value = unknown> {
  readonly [kind]: 'handle';
  /** For the type checker only. */
  readonly valueType?: () => Value;
}

/** In the body of a graph: the values of a dynamic output, or what was made of each of them. */
export interface DynamicHandle<Value = unknown> {
  readonly [kind]: 'dynamicHandle';
  /** What the callback invokes is executed once for each value. It answers a handle, or a record of handles. */
  map<Result>(callback: (value: Handle<Value>) => Result): Mapped<Result>;
  /** All values in the order in which their keys were yielded; those that were skipped are left out. */
  collect(): Handle<Value[]>;
}

/** Dynamic inside a mapping over another: `collect` gathers what belongs to one value of the outer one. */
export interface NestedDynamicHandle<Value = unknown> {
  readonly [kind]: 'dynamicHandle';
  map<Result>(callback: (value: Handle<Value>) => Result): Nested<Mapped<Result>>;
  collect(): DynamicHandle<Value[]>;
}

/** What `map` answers when its callback answers `Result`. */
export type Mapped<Result> =
  Result extends Handle<infer Value>
    ? DynamicHandle<Value>
    : Result extends DynamicHandle<infer Value>
      ? NestedDynamicHandle<Value>
      : Result extends object
        ? { readonly [Name in keyof Result]: Mapped<Result[Name]> }
        : Result;

type Nested<Result> = Result extends DynamicHandle<infer Value> ? NestedDynamicHandle<Value> : Result;

/** What comes first without handing over a value. */
export type Before = Handle | DynamicHandle | readonly Before[];

/**
 * What an input takes in the body of a graph: a handle, a constant, or for a list a list of handles (fan-in); in a job
 * of ops also an asset, whose stored value is loaded. An input of the type `Nothing` takes whatever must come first.
 */
export type Source<Value> = 0 extends 1 & Value
  ? Value // `any` takes anything.
  : [Value] extends [undefined]
    ? Before
    : | Handle<Value>
      | AssetReference<Value>
      | Value
      | (Value extends readonly (infer Member)[] ? readonly Source<Member>[] : never);

/** What the inputs of a function that receives `Inputs` take in the body of a graph. */
export type SourcesOf<Inputs> = { readonly [Name in keyof Inputs]: Source<Inputs[Name]> };

type HandleOf<Output, Value> =
  Output extends DynamicOut<infer Said>
    ? DynamicHandle<unknown extends Said ? Value : Said>
    : Output extends Out<infer Said>
      ? Handle<unknown extends Said ? Value : Said>
      : never;

type IsUnion<All, Each = All> = Each extends All ? ([All] extends [Each] ? false : true) : never;
type Field<Result, Name> = Result extends { readonly [Key in Name & PropertyKey]: infer Value }
  ? Value
  : unknown;

/**
 * What an invocation of an op with these outs answers: the handle of its output, or a record of handles, which can
 * be taken apart by name, or as a list in the order of the outs. `Result` is the value that its function makes.
 */
export type HandlesOf<Outs, Result> =
  IsUnion<keyof Outs> extends true
    ? { readonly [Name in keyof Outs]: HandleOf<Outs[Name], Field<Result, Name>> } & Iterable<
        { [Name in keyof Outs]: HandleOf<Outs[Name], Field<Result, Name>> }[keyof Outs]
      >
    : HandleOf<Outs[keyof Outs], Result>;
