import type { Violation } from './definition-rules';

type Shape = readonly [fits: (value: unknown) => boolean, words: string];

const isText = (value: unknown): boolean => typeof value === 'string';
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const or =
  (...fits: readonly ((value: unknown) => boolean)[]) =>
  (value: unknown): boolean =>
    fits.some((each) => each(value));

const text: Shape = [isText, 'text'];
const truth: Shape = [(value) => typeof value === 'boolean', 'true or false'];
const seconds: Shape = [(value) => typeof value === 'number', 'a number of seconds'];
const object: Shape = [isObject, 'an object'];
const list: Shape = [Array.isArray, 'a list'];
const texts: Shape = [isTexts, 'a list of texts'];
const path: Shape = [or(isText, isTexts), 'text or a list of texts'];
const needs: Shape = [or(isTexts, isObject), 'a list of keys, or an object of resources by key'];

/** What an option must be, whichever definition has it. Those with rules of their own are not here. */
const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    name: text, description: text, group: text, codeVersion: text, pool: text, ioManagerKey: text, timezone: text,
    executionTimezone: text, executor: [or(isText, isObject), 'an executor'], key: path, keyPrefix: path,
    cronSchedule: path, tags: object, opTags: object, metadata: object, ins: object, outs: object, retryPolicy: object,
    inputValues: object, owners: texts, kinds: texts, deps: list, hooks: list, specs: list, checkSpecs: list,
    additionalDeps: list, jobs: list, resources: needs, requires: needs, timeout: seconds,
    minimumIntervalSeconds: seconds, canSubset: truth, outputRequired: truth, isRequired: truth, blocking: truth,
    skippable: truth, nothing: truth,
  } satisfies Record<string, Shape>),
); // prettier-ignore

/** Options that Dagster has under another name: whoever knows that one is told ours. */
const names: Readonly<Record<string, string>> = {
  groupName: 'group',
  opRetryPolicy: 'retryPolicy',
  executorDef: 'executor',
  requiredResourceKeys: 'resources',
  resourceDefs: 'resources',
  nonArgumentDeps: 'deps',
  computeKind: 'kinds',
};

/** What is not even of the kind that it must be, as untyped code can write it. */
export function checkShapes(options: unknown): readonly Violation[] {
  if (options === undefined) return [];
  if (!isObject(options))
    return [{ message: 'its options are not an object', remedy: 'Write { option: value }.' }];
  const violations: Violation[] = [];
  for (const name in options as object) {
    const value = (options as Record<string, unknown>)[name];
    const shape = value === undefined ? undefined : shapes.get(name);
    if (value !== undefined && Object.hasOwn(names, name))
      violations.push({ message: `its option "${name}" is not known`, remedy: `Write ${names[name]!}.` });
    if (shape && !shape[0](value))
      violations.push({ message: `its option "${name}" is not ${shape[1]}`, remedy: `Give ${shape[1]}.` });
  }
  return violations;
}
