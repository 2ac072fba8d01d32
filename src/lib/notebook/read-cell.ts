import { decodeBody, type BodyEncoding } from './cell-body';
import { readMarker, type Marker } from './marker';
import type { Cell } from './notebook';
import type { TakenIds } from './taken-ids';

/** A cell as its lines in a file say it, and how its body stands there. */
export interface ReadCell {
  readonly cell: Cell;
  readonly marker?: Marker;
  readonly encoding: BodyEncoding;
}

/** The header's id where its marker has none: no random id contains an `o`. */
export const headerId = 'notebook';

/**
 * Reads one cell from its lines: marker and body, or a body alone (code before the first marker). `taken` has the ids
 * of the cells before it. A cell without an id, or with one that is taken, gets one derived from its text, so that
 * reading the same file again gives the same ids.
 */
export function readCell(lines: string, taken: TakenIds): ReadCell {
  const all = lines === '' ? [] : lines.replace(/\n$/, '').split('\n');
  const marker = readMarker(all[0] ?? '');
  const hasCrlf = all[0]?.endsWith('\r') ?? false;
  const body = (marker ? all.slice(1) : all).map((line) => (hasCrlf ? line.replace(/\r$/, '') : line));
  const { id, name, hide, disabled, state, enc, ...unknown } = marker?.json ?? {};
  const kind = marker?.kind ?? 'code';

  const encoding = encodingOf(kind, state, enc, body);
  const text = decodeBody(body, encoding);
  const isDisabled = disabled === true || (kind === 'code' && state === 'disabled') || undefined;
  const strange = {
    ...(typeof name !== 'string' && name !== undefined && { name }),
    ...(typeof hide !== 'boolean' && hide !== undefined && { hide }),
    ...(typeof disabled !== 'boolean' && disabled !== undefined && { disabled }),
    ...unknown,
  };
  const cell: Cell = {
    id: freeId(typeof id === 'string' && id !== '' ? id : undefined, kind, text, taken),
    kind,
    text,
    ...(typeof name === 'string' && { name }),
    ...(typeof hide === 'boolean' && { hide }),
    ...((isDisabled ?? typeof disabled === 'boolean') && { disabled: isDisabled ?? false }),
    ...(Object.keys(strange).length > 0 && { unknown: strange }),
  };
  return { cell, marker, encoding };
}

function encodingOf(kind: string, state: unknown, enc: unknown, body: readonly string[]): BodyEncoding {
  if (enc === 'json') return 'json';
  if (kind !== 'code') return 'comment';
  // Somebody may have taken the comment signs away in an editor and left the state.
  const isCommented = body.every((line) => line === '' || line.startsWith('//'));
  return (state === 'broken' || state === 'disabled') && isCommented ? 'comment' : 'verbatim';
}

function freeId(wish: string | undefined, kind: string, text: string, taken: TakenIds): string {
  const first = wish ?? (kind === 'notebook' ? headerId : undefined);
  return first !== undefined && !taken.has(first) ? first : taken.derive(text);
}
