import { DagbookError } from '../base/errors';
import { didYouMean } from './suggestion';

/** What languages and tools ask any object for. */
const askedOfAll = new Set(['then', 'toJSON']);

/**
 * `context.resources` of `user`, which has what it required. Who reads another is told so, where JavaScript would say
 * `undefined`: throws `UnknownResource`. `option` is where it says what it requires.
 */
export const requiredResources = (
  user: string,
  values: Readonly<Record<string, unknown>>,
  option: 'resources' | 'requires' = 'resources',
): Readonly<Record<string, unknown>> =>
  new Proxy(values, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target || askedOfAll.has(key) || !/^\w+$/.test(key))
        return Reflect.get(target, key) as unknown;
      throw new DagbookError(
        `${user}: context.resources has no "${key}", since it does not require it.${didYouMean(key, Object.keys(target))}`,
        { name: 'UnknownResource', remedy: `Name it in its options: ${option}: ["${key}"].` },
      );
    },
  });
