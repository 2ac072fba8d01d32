import { byId, type Cells } from './cell-edits';
import { joinedOrder } from './joined-order';
import type { Cell } from './notebook';
import { sameCell } from './same-cell';

/** A cell that is not the same in two versions of a notebook: in the one, in the other, or in both. */
export type CellDifference =
  | { readonly type: 'added'; readonly id: string; readonly after: Cell }
  | { readonly type: 'removed'; readonly id: string; readonly before: Cell }
  | { readonly type: 'changed'; readonly id: string; readonly before: Cell; readonly after: Cell };

/** What differs between two versions of a notebook, cell by cell (by id), in the order of the newer one. */
export function compareCells(before: Cells, after: Cells): readonly CellDifference[] {
  const [old, now] = [byId(before), byId(after)];
  return joinedOrder([...old.keys()], [...now.keys()], [...old.keys()]).flatMap(
    (id): readonly CellDifference[] => {
      const [was, is] = [old.get(id), now.get(id)];
      if (was && is) return sameCell(was, is) ? [] : [{ type: 'changed', id, before: was, after: is }];
      if (is) return [{ type: 'added', id, after: is }];
      return was ? [{ type: 'removed', id, before: was }] : [];
    },
  );
}
