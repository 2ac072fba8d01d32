import { serializeError, type SerializedError } from '../../base/errors';
import type { AssetKeyString } from '../../definitions/snapshot';
import type { AssetGraph } from '../../graph/asset-graph';
import { parseSelection } from '../../graph/selection/parse-selection';
import { resolveSelection } from '../../graph/selection/resolve-selection';
import { unknownKeys } from '../../graph/selection/unknown-keys';

export interface Chosen {
  /** Absent: all of them, or the text cannot be read. */
  readonly keys?: ReadonlySet<AssetKeyString>;
  /** Keys that the text names and the graph does not have. */
  readonly unknown?: readonly AssetKeyString[];
  /** Why the text cannot be read. */
  readonly error?: SerializedError;
}

/** What the text of a selection chooses; an empty text chooses all. */
export function chosenBy(text: string, graph: AssetGraph): Chosen {
  if (!text) return {};
  try {
    const selection = parseSelection(text);
    return { keys: new Set(resolveSelection(selection, graph)), unknown: unknownKeys(selection, graph) };
  } catch (thrown) {
    return { error: serializeError(thrown) };
  }
}
