import { fromQuery } from '../url-state';
import type { View } from './viewport.svelte';

/** What the address says of the lineage page; reactive where it is read in an effect. */
export const lineageQuery = {
  get location() {
    return fromQuery('location');
  },
  /** The text of a selection; empty shows all. */
  get select() {
    return fromQuery('select') ?? '';
  },
  /** The key of the asset beside the graph. */
  get asset() {
    return fromQuery('asset');
  },
  /** The keys of assets chosen together. */
  get picked(): ReadonlySet<string> {
    return words('picked');
  },
  /** How groups begin; absent: by the size of the graph. */
  get groups(): 'open' | 'closed' | undefined {
    const text = fromQuery('groups');
    return text === 'open' || text === 'closed' ? text : undefined;
  },
  /** Ids of groups that are otherwise than they began. */
  get toggled(): ReadonlySet<string> {
    return words('toggled');
  },
  get flow(): 'right' | 'down' | undefined {
    const text = fromQuery('flow');
    return text === 'right' || text === 'down' ? text : undefined;
  },
  /** Whether the list of keys is there; absent: by the size of the window. */
  get tree(): boolean | undefined {
    const text = fromQuery('tree');
    return text === undefined ? undefined : text === 'shown';
  },
  /** Words that keys in that list have. */
  get find() {
    return fromQuery('find') ?? '';
  },
  get view(): View | undefined {
    const [x, y, k] = (fromQuery('view') ?? '').split(',').map(Number);
    return x !== undefined && y !== undefined && k && [x, y, k].every(Number.isFinite)
      ? { x, y, k }
      : undefined;
  },
};

/** Neither keys nor groups have a space in them. */
const words = (name: string): ReadonlySet<string> =>
  new Set((fromQuery(name) ?? '').split(' ').filter(Boolean));

export const joined = (keys: Iterable<string>): string => [...keys].join(' ');

export const viewText = ({ x, y, k }: View): string =>
  `${Math.round(x)},${Math.round(y)},${Number(k.toPrecision(3))}`;
