import type { Selection } from './selection';

/** The text of a selection, from which `parseSelection` makes an equal tree. */
export function printSelection(selection: Selection): string {
  switch (selection.type) {
    case 'all':
      return '*';
    case 'attribute': {
      const { attribute, value, tagValue } = selection;
      return `${attribute}:"${value}"${tagValue === undefined ? '' : `="${tagValue}"`}`;
    }
    case 'traversal': {
      const { of, up, down } = selection;
      const operand =
        of.type === 'attribute' || of.type === 'function' ? printSelection(of) : `(${printSelection(of)})`;
      return `${up === undefined ? '' : `${levels(up)}+`}${operand}${down === undefined ? '' : `+${levels(down)}`}`;
    }
    case 'function':
      return `${selection.name}(${printSelection(selection.of)})`;
    case 'not':
      return `not ${within(selection.of, ['and', 'or'])}`;
    case 'and':
      return `${within(selection.left, ['or'])} and ${within(selection.right, ['and', 'or'])}`;
    case 'or':
      return `${printSelection(selection.left)} or ${within(selection.right, ['or'])}`;
  }
}

const levels = (depth: number): string => (depth === Infinity ? '' : String(depth));

/** In parentheses, where an operand of these types would be read otherwise. */
const within = (selection: Selection, types: readonly Selection['type'][]): string =>
  types.includes(selection.type) ? `(${printSelection(selection)})` : printSelection(selection);
