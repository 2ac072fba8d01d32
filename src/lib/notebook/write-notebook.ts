import { encodeBody, needsJson, type BodyEncoding } from './cell-body';
import { hasCode, runsOn } from './continuation';
import { readMarker, writeMarker } from './marker';
import type { Cell, Notebook } from './notebook';
import { parseCell } from './parse-cell';
import { headerId, readCell } from './read-cell';
import { splitHead } from './read-notebook';
import { sameCell } from './same-cell';
import { TakenIds } from './taken-ids';

/**
 * Writes a notebook as `.nb.ts` text (reference: the format's grammar and writer rules). A cell that says what its
 * lines in the file said keeps their bytes. A code cell that is disabled, or does not parse by itself, becomes
 * comments, so that the file stays a program.
 */
export function writeNotebook({ preamble, cells }: Notebook): string {
  const drafts = draftCells(cells, preamble);
  const fence = chooseFence(drafts);
  let text = preamble;
  let codeBefore: string | undefined;
  for (const [index, draft] of drafts.entries()) {
    if (text !== '' && text !== '\uFEFF' && !text.endsWith('\n')) text += '\n';
    if (index > 0) text += gap(drafts[index - 1]!, draft, codeBefore);
    text += draft.lines(fence);
    if (isLive(draft) && hasCode(draft.cell.text)) codeBefore = draft.cell.text;
  }
  return text;
}

interface Draft {
  readonly cell: Cell;
  /** Marker and body. */
  readonly lines: (fence: string) => string;
  readonly encoding: BodyEncoding;
  readonly isKept: boolean;
}

function draftCells(cells: readonly Cell[], preamble: string): readonly Draft[] {
  const taken = new TakenIds();
  return cells.map((cell, index) => {
    const draft = keptDraft(cell, taken, index === 0 ? preamble : undefined) ?? freshDraft(cell);
    taken.add(cell.id);
    return draft;
  });
}

/** The cell's lines in the file it comes from, where they still say what the cell says. */
function keptDraft(cell: Cell, taken: TakenIds, preamble: string | undefined): Draft | undefined {
  if (!cell.source) return undefined;
  const { lines, gap = '' } = cell.source;
  const { cell: read, marker, encoding } = readCell(lines, taken);
  if (read.id !== cell.id || !sameCell(read, cell)) return undefined;
  if (marker) {
    const rest = lines.slice(`// ${marker.fence}`.length);
    return { cell, lines: (fence) => `// ${fence}${rest}`, encoding, isKept: true };
  }
  const isHead = preamble !== undefined && splitHead(preamble + lines + gap).preamble === preamble;
  return isHead ? { cell, lines: () => lines, encoding, isKept: true } : undefined;
}

function freshDraft(cell: Cell): Draft {
  const { id, kind, text, name, hide, disabled, unknown } = cell;
  const isCode = kind === 'code';
  const state = !isCode
    ? undefined
    : disabled
      ? 'disabled'
      : 'problem' in parseCell(text)
        ? 'broken'
        : undefined;
  const encoding = needsJson(text) ? 'json' : isCode && !state ? 'verbatim' : 'comment';
  const known = {
    ...(!(kind === 'notebook' && id === headerId) && { id }),
    ...(name !== undefined && { name }),
    ...(hide !== undefined && { hide }),
    ...(disabled !== undefined && state !== 'disabled' && { disabled }),
    ...(state && { state }),
    ...(encoding === 'json' && { enc: 'json' }),
  };
  const json = { ...known, ...unknown, ...known };
  const body = encodeBody(text, encoding);
  const lines = (fence: string) => [writeMarker({ fence, kind, json }), ...body, ''].join('\n');
  return { cell, lines, encoding, isKept: false };
}

/** The file's own fence, or the shortest, that no line of a body would be taken for. */
function chooseFence(drafts: readonly Draft[]): string {
  const inBodies = new Set<string | undefined>();
  for (const { lines } of drafts) {
    const [, ...body] = lines('%%').split('\n');
    for (const line of body) inBodies.add(readMarker(line)?.fence);
  }
  const own = drafts.flatMap(({ cell, isKept }) => (isKept && readMarker(firstLine(cell))?.fence) || [])[0];
  let fence = own ?? '%%';
  if (inBodies.has(fence)) for (fence = '%%'; inBodies.has(fence); fence += '%');
  return fence;
}

const firstLine = ({ source }: Cell): string => source?.lines.split('\n', 1)[0] ?? '';

/** One empty line, as the file had it, or a `;` where the code after it would run on from the code before it. */
function gap(before: Draft, next: Draft, codeBefore: string | undefined): string {
  const own = before.isKept ? before.cell.source?.gap : undefined;
  const mustPart = codeBefore !== undefined && isLive(next) && runsOn(codeBefore, next.cell.text);
  return mustPart && !own?.startsWith(';') ? ';\n' : (own ?? '\n');
}

const isLive = ({ cell, encoding }: Draft): boolean => cell.kind === 'code' && encoding === 'verbatim';
