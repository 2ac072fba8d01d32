import { parseSelection } from '../../graph/selection/parse-selection';

/** How many levels around an asset are shown. */
export interface Reach {
  readonly up: number;
  readonly down: number;
}

/** The selection of an asset and what is around it. */
export const focusText = (key: string, { up, down }: Reach): string =>
  `${up > 0 ? `${levels(up)}+` : ''}key:"${key}"${down > 0 ? `+${levels(down)}` : ''}`;

const levels = (depth: number): string => (depth === Infinity ? '' : String(depth));

/** What a selection shows around `key`, where it is of that asset and no other. */
export function focusOf(selection: string, key: string): Reach | undefined {
  try {
    const tree = parseSelection(selection);
    const of = tree.type === 'traversal' ? tree.of : tree;
    if (of.type !== 'attribute' || of.attribute !== 'key' || of.value !== key) return undefined;
    return tree.type === 'traversal' ? { up: tree.up ?? 0, down: tree.down ?? 0 } : { up: 0, down: 0 };
  } catch {
    return undefined;
  }
}
