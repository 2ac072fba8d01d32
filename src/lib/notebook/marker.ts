import type { CellKind } from './notebook';

/** The line that begins a cell: `// %% [kind] {json}`. */
export interface Marker {
  /** `%%` or longer; the first marker of a file fixes it for the whole file. */
  readonly fence: string;
  readonly kind: CellKind;
  readonly json: Readonly<Record<string, unknown>>;
}

const pattern = /^\/\/ (%%+)(?: \[([^\]\s]+)\])?(?: (\{.*\}))?[ \t]*\r?$/;

/** The marker that a line (without its LF) is, if it is one. */
export function readMarker(line: string): Marker | undefined {
  if (!line.startsWith('// %%')) return undefined;
  const [, fence, kind = 'code', json = '{}'] = pattern.exec(line) ?? [];
  if (fence === undefined) return undefined;
  try {
    return { fence, kind, json: JSON.parse(json) };
  } catch {
    return undefined;
  }
}

export function writeMarker({ fence, kind, json }: Marker): string {
  const label = kind === 'code' ? '' : ` [${/^[^\]\s]+$/.test(kind) ? kind : 'raw'}]`;
  return `// ${fence}${label}${Object.keys(json).length > 0 ? ` ${oneLine(json)}` : ''}`;
}

/** JSON on one line by JavaScript's count too, whose lines also end at U+2028 and U+2029. */
export function oneLine(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
