import { serializeError, type SerializedError } from '../../../base/errors';
import { parseRunFilter, type RunFilter } from './run-filter';

/** What a text filters, and why it cannot be read; then it filters nothing. */
export function readRunFilter(text: string): {
  readonly filter: RunFilter;
  readonly error?: SerializedError;
} {
  try {
    return { filter: parseRunFilter(text) };
  } catch (thrown) {
    return { filter: {}, error: serializeError(thrown) };
  }
}
