import { kind } from './brand';
import type { StandardSchema } from './standard-schema';

/**
 * The type of what has no value (Dagster's `Nothing`): an input of this type only orders, an output of it is not
 * stored. It is also a schema, which takes `undefined` and `null` alone.
 */
export const Nothing: StandardSchema<unknown, undefined> & { readonly [kind]: 'Nothing' } = {
  [kind]: 'Nothing',
  '~standard': {
    version: 1,
    vendor: 'dagbook',
    validate: (value) =>
      value === undefined || value === null
        ? { value: undefined }
        : { issues: [{ message: `expected nothing, received ${typeof value}` }] },
  },
};
