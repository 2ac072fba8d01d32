import { linkCells } from '../link-cells';
import type { Notebook } from '../notebook';

/**
 * Writes a notebook as one plain TypeScript module: code in the order in which it depends on each other, prose as
 * comments before the code that follows it. Cells that cannot run are comments at the end.
 */
export function writeScript({ preamble, cells }: Notebook): string {
  const { linked } = linkCells(cells.filter(({ kind, disabled }) => kind === 'code' && !disabled));
  const runs = new Set(linked.map(({ cell }) => cell));
  const prose = new Map<string, string>();
  let waiting: string[] = [];
  const left: string[] = [];
  for (const cell of cells) {
    if (runs.has(cell)) {
      prose.set(cell.id, waiting.join('\n'));
      waiting = [];
    } else if (cell.kind === 'markdown') waiting.push(commented(cell.text));
    else if (cell.kind === 'code' && cell.text.trim()) left.push(commented(cell.text));
  }
  const code = linked.map(({ cell }) => [prose.get(cell.id), ended(cell.text)].filter(Boolean).join('\n'));
  return `${[preamble.trimEnd(), ...code, ...waiting, ...left].filter((part) => part.trim()).join('\n\n')}\n`;
}

const commented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');

/** What follows cannot run on from it. */
const ended = (text: string): string => (/[;}]\s*$/.test(text) ? text.trimEnd() : `${text.trimEnd()}\n;`);
