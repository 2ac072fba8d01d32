import { DagbookError } from '../base/errors';
import type { Violation } from './definition-rules';
import { nearest } from './suggestion';

/**
 * An option that nothing takes: a slip, or Dagster's `snake_case`. To pass over it would be to do something else than
 * was asked for. `renamed`: what is called otherwise here.
 */
export function unknownOption(
  name: string,
  known: Iterable<string>,
  renamed: Readonly<Record<string, string>> = {},
): Violation {
  const names = [...known];
  const camel = name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
  const meant = renamed[camel] ?? (names.includes(camel) ? camel : nearest(camel, names));
  const remedy = meant === undefined ? 'Remove it, or correct its name.' : `Write ${meant}.`;
  return { message: `its option "${name}" is not known`, remedy };
}

/**
 * The options of a value that is made by `new`. Throws `InvalidDefinition` where they are no object, or have one that is
 * not among the `known`.
 */
export function takeOptions<Options extends object>(
  what: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
): Options {
  const fail = ({ message, remedy }: Violation) =>
    new DagbookError(`${what}: ${message}`, { name: 'InvalidDefinition', remedy });
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw fail({
      message: 'its options are not an object',
      remedy: `Give an object: { ${Object.keys(known)[0]!}: … }.`,
    });
  for (const name in options)
    if (!Object.hasOwn(known, name)) throw fail(unknownOption(name, Object.keys(known)));
  return options;
}
