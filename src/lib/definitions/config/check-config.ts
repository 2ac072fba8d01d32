import { DagbookError } from '../../base/errors';
import type { SchemaIssue, SchemaResult, StandardSchema } from '../standard-schema';
import { issuePath } from '../schema-refusal';
import { type ConfigIssue, type ConfigProblem, isMissing } from './config-issue';
import { configPathText, isRecord, placeText, startsWith, valueAt, type ConfigPath } from './config-path';
import { envPlaces, filledIn, scalarOf, type EnvPlace } from './env-places';
import { alternatives, alternativesOf, standardJson, type JsonSchema } from './json-schema';
import { sampleOf, shapeText } from './schema-words';
import { openedUnions } from './union-issues';
import { unknownEntries } from './unknown-entries';

/** A config as its schema answers it, defaults filled in, or all that is wrong with it. */
export interface CheckedConfig {
  readonly value?: unknown;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Checks a config against a schema of any library, by Dagster's rules: entries that nothing takes are problems, also
 * where the library drops them in silence; nothing is coerced, but the text of an environment variable counts as the
 * number or truth value that it spells where only that fits. Other than in Dagster `3.0` is an integer: it is read as 3. No problem shows the value of a variable. `at` is where
 * the config stands in the run config.
 */
export async function checkConfig(...given: Parameters<typeof checking>): Promise<CheckedConfig> {
  const steps = checking(...given);
  let step = steps.next();
  while (!step.done) step = steps.next(await step.value);
  return step.value;
}

/** The same at once. Throws `AsynchronousSchema` where the schema's answer is a promise. */
export function checkConfigNow(...given: Parameters<typeof checking>): CheckedConfig {
  const steps = checking(...given);
  let step = steps.next();
  while (!step.done) {
    if (step.value instanceof Promise) throw asynchronous();
    step = steps.next(step.value);
  }
  return step.value;
}

const asynchronous = () =>
  new DagbookError('The config is checked by a schema that answers later', {
    name: 'AsynchronousSchema',
    remedy: 'Give the schema to buildOpContext({ configSchema }), which waits for it.',
  });

/** Gives out what the schema answered, and goes on with the result of it. */
type Checking<Answer> = Generator<
  SchemaResult<unknown> | Promise<SchemaResult<unknown>>,
  Answer,
  SchemaResult<unknown>
>;

function* checking(
  schema: StandardSchema | undefined,
  raw: unknown,
  env: Readonly<Record<string, string>>,
  at: ConfigPath,
): Checking<CheckedConfig> {
  const root = standardJson(schema, 'output') ?? standardJson(schema, 'input') ?? {};
  const shape = alternatives(root, root);
  const places = envPlaces(raw, env, shape, root);
  const unset = places.filter(({ text }) => text === undefined).map((place) => unsetVariable(place, at));
  const texts = new Map(places.map(({ path, text }) => [path, text]));
  if (!schema) return { value: filledIn(raw, texts), problems: unset };
  if (raw === undefined) return yield* absent(schema, at, shape, root);

  const { value, problems } = checkedAnswer(yield* validated(schema, raw, texts, places), places, {
    at,
    shape,
    root,
  });
  return { value, problems: [...unset, ...problems] };
}

/** What a schema answered, with the entries that nothing takes. */
export function checkedAnswer(tried: Tried, places: readonly EnvPlace[], place: Place): CheckedConfig {
  const { at, shape, root } = place;
  if (!tried.issues) {
    const { value } = tried;
    return { value, problems: unknownEntries(tried.whole, { value }, shape, root, at) };
  }
  const said = openedUnions(tried.issues, tried.whole, shape, root).flatMap((issue) =>
    problemsOf(issue, tried.whole, places, place),
  );
  const found = new Set(said.map((problem) => (isMissing(problem) ? '' : problem.message)));
  const unknown = unknownEntries(tried.whole, undefined, shape, root, at);
  return { problems: [...said, ...unknown.filter(({ message }) => !found.has(message))] };
}

interface Tried {
  readonly whole: unknown;
  readonly value?: unknown;
  readonly issues?: readonly SchemaIssue[] | undefined;
}

/** First with texts as they are; then the texts at which something is wrong as what they spell. */
function* validated(
  schema: StandardSchema,
  raw: unknown,
  texts: ReadonlyMap<ConfigPath, string | undefined>,
  places: readonly EnvPlace[],
): Checking<Tried> {
  function* attempt(values: ReadonlyMap<ConfigPath, unknown>): Checking<Tried> {
    const whole = filledIn(raw, values);
    const result = yield schema['~standard'].validate(whole);
    return result.issues ? { whole, issues: result.issues } : { whole, value: result.value };
  }
  const first = yield* attempt(texts);
  if (!first.issues) return first;
  const spelled = new Map<ConfigPath, unknown>();
  for (const { path, text } of places) {
    const scalar = text === undefined ? undefined : scalarOf(text);
    if (scalar !== undefined && first.issues.some((issue) => touches(issuePath(issue), path)))
      spelled.set(path, scalar);
  }
  if (spelled.size === 0) return first;
  const second = yield* attempt(new Map([...texts, ...spelled]));
  return second.issues && second.issues.length > first.issues.length ? first : second;
}

const touches = (path: readonly PropertyKey[], place: ConfigPath): boolean =>
  startsWith(path as ConfigPath, place) || startsWith(place, path as ConfigPath);

/** Nothing was given: what the schema takes for nothing, or for an empty record. */
function* absent(
  schema: StandardSchema,
  at: ConfigPath,
  shape: readonly JsonSchema[],
  root: JsonSchema,
): Checking<CheckedConfig> {
  for (const nothing of [undefined, {}]) {
    const result = yield schema['~standard'].validate(nothing);
    if (!result.issues) return { value: result.value, problems: [] };
  }
  return { problems: [{ missing: at, sample: sampleOf(shape, root), expected: shapeText(shape, root) }] };
}

interface Place {
  readonly at: ConfigPath;
  readonly shape: readonly JsonSchema[];
  readonly root: JsonSchema;
}

/** What a library says of one place, in Dagster's words where it is a matter of entries. */
function problemsOf(
  issue: SchemaIssue,
  whole: unknown,
  places: readonly EnvPlace[],
  { at, shape, root }: Place,
): readonly ConfigProblem[] {
  const path = issuePath(issue).map((key) => (typeof key === 'number' ? key : String(key)));
  const here = [...at, ...path];
  const schemas = path.reduce<readonly JsonSchema[]>((found, key) => alternativesOf(found, key, root), shape);
  const expected = schemas.length > 0 ? shapeText(schemas, root) : undefined;

  const touched = places.filter((place) => touches(path, place.path));
  if (touched.some(({ text }) => text === undefined)) return [];
  const hidden = [...touched, ...places.filter(({ text }) => text && issue.message.includes(text))][0];
  if (hidden) return [misfit(hidden, at, expected)];

  const keys = (issue as { readonly code?: unknown; readonly keys?: unknown }).keys;
  if (Array.isArray(keys)) {
    // What zod says of a strict object: `unknownEntries` says it entry by entry, and sees what else is there.
    const parent = valueAt(whole, path);
    if (isRecord(parent) && schemas.length > 0) return [];
  }
  if (path.length > 0 && valueAt(whole, path) === undefined)
    return [
      {
        missing: here,
        sample: sampleOf(schemas, root),
        ...(expected !== undefined && { expected }),
      },
    ];
  return [
    {
      path: configPathText(here),
      message: `Invalid config ${placeText(here)}: ${issue.message}`,
      ...(expected !== undefined && { remedy: `Expected: ${expected}.` }),
    },
  ];
}

const unsetVariable = ({ name, path }: EnvPlace, at: ConfigPath): ConfigIssue => ({
  path: configPathText([...at, ...path]),
  message: `The environment variable "${name}", which gives the value ${placeText([...at, ...path])}, is not set`,
  remedy: `Set ${name}, or give the value in the config.`,
});

const misfit = ({ name, path }: EnvPlace, at: ConfigPath, expected = 'another value'): ConfigIssue => ({
  path: configPathText([...at, ...path]),
  message: `The value of the environment variable "${name}" does not fit ${placeText([...at, ...path])}`,
  remedy: `Expected: ${expected}. The value is not shown.`,
});
