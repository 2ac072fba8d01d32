import { DagbookError } from '../base/errors';
import type { AssetKeyString } from './snapshot';

/** The key of parts, as text: `/` between them, `\/` for a slash and `\\` for a backslash inside one. */
export function assetKeyText(path: readonly string[]): AssetKeyString {
  return path.length === 1 ? escaped(path[0]!) : path.map(escaped).join('/');
}

const escaped = (part: string): string =>
  !part.includes('/') && !part.includes('\\') ? part : part.replace(/[\\/]/g, '\\$&');

/** What the step that makes the asset is called: its parts joined by `__` (Dagster's `to_python_identifier`). */
export const assetStepName = (path: readonly string[]): string =>
  (path.length === 1 ? path[0]! : path.join('__')).replace(unnameable, '_');

const unnameable = /\W/g;

/**
 * The parts of a key that a user wrote (Dagster's `AssetKey.from_user_string`). A backslash before anything but `/`
 * and `\` is an ordinary character. Throws `InvalidAssetKey` where a part is empty.
 */
export function assetKeyPath(text: string): readonly string[] {
  const path = text.includes('\\') ? unescapedParts(text) : text.split('/');
  if (path.includes('')) {
    throw new DagbookError(`"${text}" is not an asset key: it has an empty part`, {
      name: 'InvalidAssetKey',
      remedy: 'Write the parts with one "/" between them, such as "sales/orders".',
    });
  }
  return path;
}

function unescapedParts(text: string): readonly string[] {
  const path: string[] = [];
  let part = '';
  for (const [token] of text.matchAll(/\\[\\/]|[^]/gu)) {
    if (token !== '/') {
      part += token.replace(/^\\(?=.)/, '');
      continue;
    }
    path.push(part);
    part = '';
  }
  path.push(part);
  return path;
}
