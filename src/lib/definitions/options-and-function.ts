import { DagbookError } from '../base/errors';

/** The arguments of a defining function: `(options, function)` or the function alone. Throws where it is missing. */
export function splitOptions<Options, Defined>(
  definer: string,
  [first, second]: readonly unknown[],
): readonly [Options, Defined] {
  const [options, defined] = typeof first === 'function' ? [{}, first] : [first, second];
  if (typeof defined !== 'function' || typeof options !== 'object' || options === null) {
    throw new DagbookError(`${definer}() was called without a function`, {
      name: 'InvalidDefinition',
      remedy: `Write ${definer}(options, function), or the function alone.`,
    });
  }
  return [options as Options, defined as Defined];
}
