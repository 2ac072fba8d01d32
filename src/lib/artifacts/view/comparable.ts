import { childCount, childrenOf } from './value-lines';
import type { ValueShape } from './value-shape';
import type { ValueTable } from './value-table';

/** A value as rows that can be compared: a table as it is, a tree by its first level, a text by its lines. */
export function comparable(shape: ValueShape): ValueTable | undefined {
  switch (shape.type) {
    case 'table':
      return shape.table;
    case 'text':
    case 'markdown': {
      const lines = shape.text.split('\n');
      return { columns: ['line'], rowCount: lines.length, cell: (row) => lines[row] };
    }
    case 'tree': {
      const count = childCount(shape.value);
      if (count === 0) return { columns: ['value'], rowCount: 1, cell: () => shape.value };
      const children = childrenOf(shape.value, 0, count);
      return {
        columns: ['key', 'value'],
        rowCount: count,
        cell: (row, column) => (column === 0 ? children[row]?.key : children[row]?.value),
      };
    }
    default:
      return undefined;
  }
}
