import { isKind } from './brand';
import { isNothing } from './composition/invoke-op';
import { checkCompute } from './compute-rules';
import type { LocatedViolation } from './definition-error';
import { checkName, checkRunTags, type Violation } from './definition-rules';
import type { In } from './in';
import { checkShapes } from './option-shapes';
import type { OpCore } from './op';
import type { AnyOut } from './out';
import { plainJson } from './plain-json';
import { promptRefusal } from './schema-refusal';
import { isStandardSchema, type StandardSchema } from './standard-schema';

/** What is wrong with an op, whoever uses it. */
export function checkOp({ options, outs }: OpCore, name: string): readonly LocatedViolation[] {
  const wrong = checkShapes(options);
  if (wrong.length > 0) return wrong;
  const both = options.outs !== undefined && options.out !== undefined;
  return [
    ...checkName('op', name),
    ...(both ? [{ message: 'it has both out and outs', remedy: 'Name all its outputs in outs.' }] : []),
    ...outs.flatMap(([output, out]) => checkOut(output, out)),
    ...Object.entries(options.ins ?? {}).flatMap(([input, given]) => checkIn(input, given)),
    ...checkRunTags(options.tags ?? {}),
    ...checkCompute(options),
  ];
}

function checkOut(output: string, out: AnyOut): readonly Violation[] {
  const violations = [...checkName('output', output)];
  if (!isKind<AnyOut>(out, 'Out') && !isKind<AnyOut>(out, 'DynamicOut'))
    return [
      ...violations,
      { message: `output "${output}" is not an Out`, remedy: 'Write new Out() or new DynamicOut().' },
    ];
  const wrong = checkShapes(out.options);
  if (wrong.length > 0) return wrong;
  const { type, ioManagerKey } = out.options;
  if (ioManagerKey !== undefined) violations.push(...checkName('ioManagerKey', ioManagerKey));
  if (type !== undefined && !isStandardSchema(type)) violations.push(noSchema(`output "${output}"`));
  return violations;
}

function checkIn(input: string, given: In): readonly Violation[] {
  const violations = [...checkName('input', input)];
  if (!isKind<In>(given, 'In'))
    return [...violations, { message: `input "${input}" is not an In`, remedy: 'Write new In().' }];
  // Only inputs have one: elsewhere it is another option's name.
  const { inputManagerKey, ...options } = given.options;
  const wrong = checkShapes(options);
  if (wrong.length > 0) return wrong;
  const { type, default: value } = options;
  if (inputManagerKey !== undefined) violations.push(...checkManagerKey(input, inputManagerKey));
  if (type !== undefined && !isStandardSchema(type)) violations.push(noSchema(`input "${input}"`));
  if (isNothing(given)) violations.push(...checkNothing(input, { default: value, inputManagerKey }));
  else if (value !== undefined)
    violations.push(...checkDefault(`the default of input "${input}"`, value, type));
  return violations;
}

function checkDefault(what: string, value: unknown, type: StandardSchema | undefined): readonly Violation[] {
  try {
    plainJson(value);
  } catch (error) {
    return [{ message: `${what}: ${(error as Error).message}`, remedy: 'A default is plain JSON data.' }];
  }
  const refusal = isStandardSchema(type) ? promptRefusal(type, value) : undefined;
  if (refusal === undefined) return [];
  return [{ message: `${what} has not its type: ${refusal}`, remedy: 'Correct the default, or the type.' }];
}

/** Dagster refuses the default alone, and passes over the manager. */
const checkNothing = (input: string, pointless: Readonly<Record<string, unknown>>): readonly Violation[] =>
  Object.keys(pointless)
    .filter((option) => pointless[option] !== undefined)
    .map((option) => ({
      message: `input "${input}" takes no value, and has the option "${option}"`,
      remedy: `Leave out ${option}, or what says that it is nothing.`,
    }));

const checkManagerKey = (input: string, key: unknown): readonly Violation[] =>
  typeof key === 'string'
    ? checkName('inputManagerKey', key)
    : [
        {
          message: `input "${input}": its inputManagerKey is not text`,
          remedy: 'Give the key of an IO manager.',
        },
      ];

const noSchema = (what: string): Violation => ({
  message: `the type of ${what} is not a schema`,
  remedy: 'Give one that speaks Standard Schema, such as z.object({ … }) of zod.',
});
