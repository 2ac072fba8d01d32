import { imported, type ForeignCell, type Imported } from './imported';

const marker = /^<!-- %% (?:\[([^\]\s]+)\] )?(\{.*\}) -->$/;
const open = /^(?<indent> {0,3})(?<fence>`{3,}|~{3,})[ \t]*(?<info>[^`]*)$/;
const languages = new Set(['ts', 'typescript', 'js', 'javascript', 'mjs', 'mts']);

/**
 * Reads Markdown. A fence in TypeScript or JavaScript is a code cell, what stands between is a Markdown cell: the
 * files of Livebook, Srcbook and plain documents. Where this tool wrote the file, its comments say where cells begin.
 */
export function readMarkdown(text: string): Imported {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  return lines.some((line) => marker.test(line)) ? readMarked(lines) : readLoose(lines);
}

function readMarked(lines: readonly string[]): Imported {
  const cells: ForeignCell[] = [];
  let at = lines.findIndex((line) => marker.test(line));
  const before = lines.slice(0, at).join('\n').trim();
  if (before) cells.push({ kind: 'markdown', text: before });
  while (at < lines.length) {
    const [, kind = 'code', json] = marker.exec(lines[at]!)!;
    const body = bodyAfter(lines, at + 1);
    at = body.next;
    cells.push({ ...attributes(json!), kind, text: body.text });
  }
  return imported(cells);
}

function attributes(json: string): Partial<ForeignCell> {
  try {
    return JSON.parse(json) as Partial<ForeignCell>;
  } catch {
    return {};
  }
}

/** A cell's text after its marker: what its fence holds, or the lines up to the next marker without the last empty one. */
function bodyAfter(lines: readonly string[], from: number): { readonly text: string; readonly next: number } {
  const fenced = open.exec(lines[from] ?? '')?.groups;
  if (fenced) {
    const end = closing(lines, from, fenced.fence!);
    const next = lines.findIndex((line, at) => at > end && marker.test(line));
    return { text: lines.slice(from + 1, end).join('\n'), next: next < 0 ? lines.length : next };
  }
  const next = lines.findIndex((line, at) => at >= from && marker.test(line));
  const end = next < 0 ? lines.length : next;
  return { text: lines.slice(from, lines[end - 1] === '' ? end - 1 : end).join('\n'), next: end };
}

function readLoose(lines: readonly string[]): Imported {
  const cells: ForeignCell[] = [];
  let prose: string[] = [];
  const endProse = () => {
    const text = prose.join('\n').replace(/^(?:[ \t]*\n)+|\s+$/g, '');
    if (text) cells.push({ kind: 'markdown', text });
    prose = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const found = open.exec(lines[at]!)?.groups;
    if (!found) {
      prose.push(lines[at]!);
      continue;
    }
    const end = closing(lines, at, found.fence!);
    const [language = '', ...rest] = found.info!.trim().split(/[\s{,]+/);
    if (languages.has(language.toLowerCase())) {
      endProse();
      const name = /^(?:file|name)=["']?([\w.-]+)/.exec(rest.join(' '))?.[1];
      const indent = found.indent!.length;
      const code = lines
        .slice(at + 1, end)
        .map((line) => line.slice(Math.min(indent, /^ */.exec(line)![0].length)));
      cells.push({ kind: 'code', text: code.join('\n'), ...(name !== undefined && { name }) });
    } else prose.push(...lines.slice(at, end + 1));
    at = end;
  }
  endProse();
  return imported(cells);
}

/** The line that closes the fence opened at `from`; the end of the file where nothing does. */
function closing(lines: readonly string[], from: number, fence: string): number {
  const close = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`);
  const end = lines.findIndex((line, at) => at > from && close.test(line));
  return end < 0 ? lines.length : end;
}
