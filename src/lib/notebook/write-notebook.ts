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
    if (draft.isLive && hasCode(draft.cell.text)) codeBefore = draft.cell.text;
  }
  return text;
}

interface Draft {
  readonly cell: Cell;
  /** Marker and body. */
  readonly lines: (fence: string) => string;
  /** The cell keeps its bytes, which have this fence; absent where it had no marker. */
  readonly kept?: { readonly fence?: string };
  /** Code that stands in the file as it is. */
  readonly isLive: boolean;
  /** Fences with which a line of the body would be taken for a marker. */
  readonly bodyFences: readonly string[];
}

/** What was drafted is known by its cell: typing makes one cell anew, and saving does not read all others again. */
const known = new WeakMap<Cell, Draft>();

function draftCells(cells: readonly Cell[], preamble: string): readonly Draft[] {
  const taken = new TakenIds();
  return cells.map((cell, index) => {
    const isFree = !taken.has(cell.id);
    const draft =
      (isFree && known.get(cell)) ||
      (keptDraft(cell, taken, index === 0 ? preamble : undefined) ?? freshDraft(cell));
    // An id that is not in the marker depends on the cells before.
    if (isFree && (!cell.source || firstMarker(cell.source.lines)?.json.id !== undefined))
      known.set(cell, draft);
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
    const { fence } = marker;
    const rest = lines.slice(`// ${fence}`.length);
    return draftOf(cell, encoding, (other) => `// ${other}${rest}`, { fence });
  }
  const isHead = preamble !== undefined && splitHead(preamble + lines + gap).preamble === preamble;
  return isHead ? draftOf(cell, encoding, () => lines, {}) : undefined;
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
  return draftOf(cell, encoding, lines);
}

function draftOf(cell: Cell, encoding: BodyEncoding, lines: Draft['lines'], kept?: Draft['kept']): Draft {
  const [, ...body] = lines('%%').split('\n');
  return {
    cell,
    lines,
    kept,
    isLive: cell.kind === 'code' && encoding === 'verbatim',
    bodyFences: body.flatMap((line) => readMarker(line)?.fence ?? []),
  };
}

/** The file's own fence, or the shortest, that no line of a body would be taken for. */
function chooseFence(drafts: readonly Draft[]): string {
  const inBodies = new Set(drafts.flatMap(({ bodyFences }) => bodyFences));
  let fence = drafts.find(({ kept }) => kept?.fence)?.kept?.fence ?? '%%';
  if (inBodies.has(fence)) for (fence = '%%'; inBodies.has(fence); fence += '%');
  return fence;
}

const firstMarker = (lines: string) => readMarker(lines.split('\n', 1)[0] ?? '');

/** One empty line, as the file had it, or a `;` where the code after it would run on from the code before it. */
function gap(before: Draft, next: Draft, codeBefore: string | undefined): string {
  const own = before.kept ? before.cell.source?.gap : undefined;
  const mustPart = codeBefore !== undefined && next.isLive && runsOn(codeBefore, next.cell.text);
  return mustPart && !own?.startsWith(';') ? ';\n' : (own ?? '\n');
}
