/** What the cells of a column are, apart from those that are missing. `none`: all are. `mixed`: of several types. */
export type ColumnType = 'number' | 'text' | 'boolean' | 'date' | 'shape' | 'mixed' | 'none';

export const isMissing = (cell: unknown): cell is null | undefined => cell === null || cell === undefined;

export function typeOfCell(cell: unknown): Exclude<ColumnType, 'mixed'> {
  switch (typeof cell) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'object':
      return cell === null ? 'none' : cell instanceof Date ? 'date' : 'shape';
    default:
      return cell === undefined ? 'none' : 'shape';
  }
}

/** The type of what has cells of both types. */
export const joinedType = (a: ColumnType, b: ColumnType): ColumnType =>
  a === b || b === 'none' ? a : a === 'none' ? b : 'mixed';

/** The type that the first `most` cells have. */
export function typeOfCells(count: number, cell: (row: number) => unknown, most = 1000): ColumnType {
  let type: ColumnType = 'none';
  for (let row = 0; row < Math.min(count, most); row++) type = joinedType(type, typeOfCell(cell(row)));
  return type;
}
