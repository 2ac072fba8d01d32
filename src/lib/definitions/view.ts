import type { Json } from '../base/json';
import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import type { ResourceDefinition } from './resource';
import type { SchemaResult, StandardSchema } from './standard-schema';
import { viewCell } from './view-cell';

/** How an input is shown. `value` is what it has until somebody changes it. */
export type ViewSpec =
  | {
      readonly input: 'slider';
      readonly value: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
    }
  | {
      readonly input: 'number';
      readonly value: number;
      readonly min?: number;
      readonly max?: number;
      readonly step?: number;
    }
  | { readonly input: 'select'; readonly value: string; readonly options: readonly string[] }
  | { readonly input: 'text'; readonly value: string }
  | { readonly input: 'checkbox'; readonly value: boolean }
  /** The path of an attached file; `accept` as in HTML. */
  | { readonly input: 'file'; readonly value: string; readonly accept?: string };

interface Label {
  /** Default: its name. */
  readonly label?: string;
}

/** What can stand in the page as an input: a resource whose config is what the input has. */
export type View<Value> = ResourceDefinition<Value>;

/**
 * `view(uses, function)` shows what the function returns under its cell, computed again by itself when what it uses
 * changes: `export const prices = view({ orders, minPrice }, ({ orders, minPrice }) => plot(…))` receives the stored value
 * of an asset and what an input has. It is no asset: no run makes it, nothing of it is kept, headless it is not called.
 *
 * Its members are inputs of a notebook. A cell exports one, `export const minPrice = view.slider({ min: 0, max: 100 })`; an asset names it
 * among its resources, `asset({ resources: { minPrice } }, …)`, and reads `context.resources.minPrice`. A run takes the
 * value that the input has when it is launched into its config, under `resources.minPrice.config`: there it is kept, and
 * there a launch elsewhere, as on the command line, can give another one.
 */
export const view = Object.assign(viewCell, {
  slider: ({
    min = 0,
    max = 100,
    step = 1,
    value = min,
    label,
  }: Label & {
    readonly min?: number;
    readonly max?: number;
    readonly step?: number;
    readonly value?: number;
  } = {}) => viewOf<number>({ input: 'slider', value, min, max, step }, label),
  number: ({
    value = 0,
    label,
    ...limits
  }: Label & {
    readonly min?: number;
    readonly max?: number;
    readonly step?: number;
    readonly value?: number;
  } = {}) => viewOf<number>({ input: 'number', value, ...limits }, label),
  /** One of several texts; default the first. */
  select: <const Option extends string>({
    options,
    value,
    label,
  }: Label & { readonly options: readonly Option[]; readonly value?: NoInfer<Option> }) =>
    viewOf<Option>({ input: 'select', value: value ?? options[0] ?? '', options }, label),
  text: ({ value = '', label }: Label & { readonly value?: string } = {}) =>
    viewOf<string>({ input: 'text', value }, label),
  checkbox: ({ value = false, label }: Label & { readonly value?: boolean } = {}) =>
    viewOf<boolean>({ input: 'checkbox', value }, label),
  /** The path of a file that is attached when it is chosen: `context.file(context.resources.NAME)`; default `""`. */
  file: ({ value = '', accept, label }: Label & { readonly value?: string; readonly accept?: string } = {}) =>
    viewOf<string>({ input: 'file', value, ...(accept !== undefined && { accept }) }, label),
});

function viewOf<Value>(spec: ViewSpec, label: string | undefined): View<Value> {
  return {
    [kind]: 'resource',
    [definedAt]: callSite(),
    options: {
      ...(label !== undefined && { description: label }),
      configSchema: viewSchema(spec),
      config: spec.value,
      view: spec,
    },
    setUp: ({ config }: { readonly config: unknown }) => config,
  } as View<Value>;
}

/** What an input may have. */
function viewSchema(spec: ViewSpec): StandardSchema {
  const json = () => jsonSchema(spec) as Record<string, unknown>;
  return {
    '~standard': {
      version: 1,
      vendor: 'dagbook',
      validate: (value): SchemaResult<unknown> => {
        const message = wrong(spec, value);
        return message === undefined ? { value } : { issues: [{ message }] };
      },
      jsonSchema: { input: json, output: json },
    },
  };
}

function jsonSchema(spec: ViewSpec): Json {
  switch (spec.input) {
    case 'slider':
    case 'number':
      return {
        type: 'number',
        default: spec.value,
        ...(spec.min !== undefined && { minimum: spec.min }),
        ...(spec.max !== undefined && { maximum: spec.max }),
      };
    case 'select':
      return { enum: [...spec.options], default: spec.value };
    case 'checkbox':
      return { type: 'boolean', default: spec.value };
    case 'text':
    case 'file':
      return { type: 'string', default: spec.value };
  }
}

function wrong(spec: ViewSpec, value: unknown): string | undefined {
  switch (spec.input) {
    case 'slider':
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'It has to be a number';
      const { min = -Infinity, max = Infinity } = spec;
      return value < min || value > max ? `It has to be from ${min} to ${max}` : undefined;
    }
    case 'select':
      return spec.options.includes(value as string)
        ? undefined
        : `It has to be one of ${spec.options.join(', ')}`;
    case 'checkbox':
      return typeof value === 'boolean' ? undefined : 'It has to be true or false';
    case 'text':
    case 'file':
      return typeof value === 'string' ? undefined : 'It has to be a text';
  }
}

/** Whether an input may have this value. */
export const fitsView = (spec: ViewSpec, value: unknown): boolean => wrong(spec, value) === undefined;
