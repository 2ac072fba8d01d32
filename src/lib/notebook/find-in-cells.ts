import type { Cells } from './cell-edits';

export interface TextQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  /** `text` is a regular expression, and `$1` in what replaces it is its first group. */
  readonly isRegExp: boolean;
}

/** A place in the text of a cell: offsets, the end outside. */
export interface TextMatch {
  readonly cell: string;
  readonly from: number;
  readonly to: number;
}

/** All places in file order. A query that is empty or no regular expression finds nothing, as does an empty match. */
export function findInCells(cells: Cells, query: TextQuery): readonly TextMatch[] {
  const pattern = patternOf(query);
  if (!pattern) return [];
  return cells.flatMap(({ id, kind, text }) =>
    kind === 'notebook'
      ? []
      : [...text.matchAll(pattern)]
          .filter(([found]) => found !== '')
          .map(({ 0: found, index }) => ({ cell: id, from: index, to: index + found.length })),
  );
}

/** The cells with `instead` at these places, which `findInCells` found for the same query. */
export function replaceMatches(
  cells: Cells,
  matches: readonly TextMatch[],
  query: TextQuery,
  instead: string,
): Cells {
  const pattern = patternOf(query);
  if (!pattern || matches.length === 0) return cells;
  // At one place only, and with all of the text around it for the eyes of the expression.
  const sticky = new RegExp(pattern.source, pattern.flags.replace('g', 'y'));
  const inserted = query.isRegExp ? instead : instead.replaceAll('$', '$$$$');
  const byCell = Map.groupBy(matches, ({ cell }) => cell);
  return cells.map((cell) => {
    const places = byCell.get(cell.id);
    if (!places) return cell;
    const text = places.reduceRight((text, { from }) => {
      sticky.lastIndex = from;
      return text.replace(sticky, inserted);
    }, cell.text);
    return { ...cell, text };
  });
}

function patternOf({ text, matchCase, wholeWord, isRegExp }: TextQuery): RegExp | undefined {
  if (text === '') return undefined;
  const source = isRegExp ? text : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const word = '[\\p{ID_Continue}$]';
  try {
    return new RegExp(
      wholeWord ? `(?<!${word})(?:${source})(?!${word})` : source,
      matchCase ? 'gmu' : 'gimu',
    );
  } catch {
    return undefined;
  }
}
