import { isKind, kind } from './brand';
import { AssetCheckResult } from './asset-check-result';
import type { AssetMaterialization, AssetObservation } from './asset-events';
import type { MaterializeResult, ObserveResult } from './materialize-result';
import type { DynamicOutput, Output } from './output';
import { invalid, namedOutput, type ShapeOutput, type StepShape } from './step-shape';

/** An object that says itself what it is. */
export type StepEvent =
  | Output
  | DynamicOutput
  | MaterializeResult<unknown>
  | ObserveResult
  | AssetMaterialization
  | AssetObservation
  | AssetCheckResult;

/** One thing that a step's function said; a plain value comes with the output that it is of. */
export interface Statement {
  readonly said: unknown;
  readonly output?: ShapeOutput;
}

const eventKinds = [
  'Output', 'DynamicOutput', 'MaterializeResult', 'ObserveResult',
  'AssetMaterialization', 'AssetObservation', 'AssetCheckResult',
] as const; // prettier-ignore

export const isStepEvent = (value: unknown): value is StepEvent =>
  eventKinds.some((name) => isKind<StepEvent>(value, name));

/** Runs the function's generator, if it is one: what it yields, then what it returns as of a plain function. */
export async function* stepStatements(shape: StepShape, returned: unknown): AsyncGenerator<Statement> {
  let result = await returned;
  if (isGenerator(result)) {
    let next = await result.next();
    try {
      for (; !next.done; next = await result.next()) {
        if (!isStepEvent(next.value)) {
          const remedy = 'Yield what says what it is, such as new Output({ value }), or return the value.';
          throw invalid(shape, `${nameOf(next.value)} was yielded`, remedy);
        }
        yield { said: next.value };
      }
    } finally {
      if (!next.done) await result.return(undefined);
    }
    result = next.value;
    if (result === undefined) return;
  }
  yield* returnedStatements(shape, result);
}

/** What a plain function returned: events, a value, a tuple in the order of outputs, or an object by output name. */
function* returnedStatements(shape: StepShape, returned: unknown): Generator<Statement> {
  const { outputs } = shape;
  const events = Array.isArray(returned) ? (returned as readonly unknown[]) : [returned];
  if (events.length > 0 && events.every(isStepEvent)) {
    const isTuple = events.length === outputs.length && events.every(isUnnamedOutput);
    for (const [index, said] of events.entries())
      yield isTuple ? { said, output: outputs[index]! } : { said };
  } else if (outputs.length === 0) {
    yield* withoutOutputs(shape, returned);
  } else if (outputs.length === 1 && !isByName(outputs[0]!, returned)) {
    yield { said: returned, output: outputs[0]! };
  } else if (Array.isArray(returned)) {
    if (returned.length !== outputs.length) {
      const message = `a list of ${returned.length} was returned for ${outputs.length} outputs`;
      throw invalid(shape, message, 'Return one value for each output in their order, or an object by name.');
    }
    for (const [index, said] of returned.entries()) yield { said, output: outputs[index]! };
  } else if (isObject(returned)) {
    for (const [name, said] of Object.entries(returned)) yield { said, output: namedOutput(shape, name) };
  } else if (returned !== undefined) {
    const remedy =
      'Return an object of values by output name, a list in the order of outputs, or yield results.';
    throw invalid(shape, `${nameOf(returned)} was returned`, remedy);
  }
}

/** A check's function may answer with a truth value; other steps without outputs answer nothing. */
function* withoutOutputs(shape: StepShape, returned: unknown): Generator<Statement> {
  if (typeof returned === 'boolean' && shape.checks.length === 1) {
    yield { said: new AssetCheckResult({ passed: returned }) };
  } else if (returned !== undefined && returned !== null) {
    const remedy =
      shape.checks.length > 0
        ? 'Return new AssetCheckResult({ passed }), or true or false where there is one check.'
        : 'It has no outputs: return nothing.';
    throw invalid(shape, `${nameOf(returned)} was returned`, remedy);
  }
}

const isUnnamedOutput = (event: StepEvent) => event[kind] === 'Output' && event.outputName === undefined;

/** An object whose one key is the output: of a single output both this and the bare value are taken. */
function isByName({ name, assetKey }: ShapeOutput, returned: unknown): boolean {
  if (name === 'result' || !isObject(returned)) return false;
  const keys = Object.keys(returned);
  return keys.length === 1 && (keys[0] === name || keys[0] === assetKey);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isGenerator = (value: unknown): value is AsyncGenerator<unknown> | Generator<unknown> =>
  /^\[object (Async)?Generator\]$/.test(Object.prototype.toString.call(value));

export function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
