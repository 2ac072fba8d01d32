import { imported, type ForeignCell, type Imported } from './imported';

/** `// %% a title [markdown] key="value"`, as Jupytext, VS Code and PyCharm read it. */
const marker = /^\/\/ ?(%%+)(?:[ \t]+(?<rest>.*))?$/;

/** Reads a percent script of other tools: `// %%` begins a cell, `[markdown]` and `[raw]` are commented text. */
export function readPercent(text: string): Imported {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const cells: ForeignCell[] = [];
  let head: Pick<ForeignCell, 'kind' | 'name'> = { kind: 'code' };
  let body: string[] = [];
  const end = () => {
    const isText = head.kind !== 'code';
    const text = (isText ? body.map(uncommented) : body).join('\n').replace(/^\n+|\s+$/g, '');
    if (text || head.name) cells.push({ ...head, text });
    body = [];
  };
  const from = frontMatterEnd(lines);
  const title = /^\/\/\s+title:\s*["']?(.*?)["']?\s*$/m.exec(lines.slice(0, from).join('\n'))?.[1];
  for (const line of lines.slice(from)) {
    const found = marker.exec(line);
    if (!found) {
      body.push(line);
      continue;
    }
    end();
    head = headOf(found.groups?.rest ?? '');
  }
  end();
  return imported(cells, { title });
}

function headOf(rest: string): Pick<ForeignCell, 'kind' | 'name'> {
  const kind = /\[(markdown|md|raw)\]/.exec(rest)?.[1];
  const name = rest.replace(/\[[^\]]*\].*|[\w-]+\s*=.*|\{.*/s, '').trim();
  return { kind: kind === 'md' ? 'markdown' : (kind ?? 'code'), ...(name && { name }) };
}

const uncommented = (line: string): string => line.replace(/^\/\/ ?/, '');

/** Jupytext's YAML between `// ---` lines, at the top of a file. */
function frontMatterEnd(lines: readonly string[]): number {
  if (lines[0]?.trim() !== '// ---') return 0;
  const end = lines.findIndex((line, at) => at > 0 && line.trim() === '// ---');
  return end < 0 ? 0 : end + 1;
}
