import { DagbookError } from '../../base/errors';
import { countOf, imported, type ForeignCell, type Imported } from './imported';

const scripts = /<script(?<attributes>(?:\s[^>]*)?)>(?<body>[^]*?)<\/script\s*>/gi;
const attribute = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/**
 * Reads an Observable notebook (the HTML of Notebook Kit: a `<notebook>` with a `<script>` for each cell, four spaces
 * before each line, `</script>` escaped by a backslash). Throws `InvalidObservableNotebook`.
 */
export function readObservable(html: string): Imported {
  const body = /<notebook\b[^>]*>([^]*)<\/notebook\s*>/i.exec(html)?.[1];
  if (body === undefined) {
    throw new DagbookError('This HTML file holds no <notebook>', {
      name: 'InvalidObservableNotebook',
      remedy: 'Download the notebook from Observable as HTML (Notebooks 2.0), and open that file.',
    });
  }
  const title = unescaped(/<title>([^]*?)<\/title>/i.exec(body)?.[1]?.trim() ?? '');
  const kinds = new Map<string, number>();
  const cells = [...body.matchAll(scripts)].map(({ groups }) => {
    const attributes = attributesOf(groups!.attributes!);
    const text = dedented(groups!.body!).replaceAll(/<\\(\\*)\/script/gi, '<$1/script');
    const cell = observableCell(attributes.get('type') ?? 'module', text, attributes);
    if (cell.kind === 'raw') {
      const type = attributes.get('type') ?? 'module';
      kinds.set(type, (kinds.get(type) ?? 0) + 1);
    }
    return cell;
  });
  const notes = [...kinds].map(
    ([type, count]) => `${countOf(count, 'cell')} of type ${type}: taken over as raw text`,
  );
  if (
    cells.some(
      ({ kind, text }) => kind === 'code' && /\b(?:view|display|FileAttachment|invalidation)\s*\(/.test(text),
    )
  )
    notes.push(
      'Some cells use view, display or FileAttachment of Observable: define an asset or view cell instead',
    );
  return imported(cells, { title, notes });
}

function observableCell(type: string, text: string, attributes: ReadonlyMap<string, string>): ForeignCell {
  const output = attributes.get('output');
  const common = { ...(!attributes.has('pinned') && type !== 'text/markdown' && { hide: true }) };
  switch (type.toLowerCase()) {
    case 'module':
    case 'text/x-typescript':
    case 'text/javascript':
      return { ...common, kind: 'code', text };
    case 'text/markdown':
      return { kind: text.includes('${') ? 'raw' : 'markdown', text };
    case 'text/html':
      return { kind: text.includes('${') ? 'raw' : 'markdown', text };
    case 'application/x-tex':
      return { kind: 'markdown', text: `$$\n${text}\n$$` };
    case 'application/sql': {
      const escaped = text.replace(/[\\`]|\$(?!\{)/g, (sign) => (sign === '$' ? sign : `\\${sign}`));
      return {
        ...common,
        kind: 'code',
        text: `${output ? `export const ${output} = ` : ''}sql\`${escaped}\`;`,
      };
    }
    default:
      return { kind: 'raw', text };
  }
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name, double, single, plain]) => [
      name!.toLowerCase(),
      unescaped(double ?? single ?? plain ?? ''),
    ]),
  );
}

/** Without the lines around it that hold only white space, and without the indent that all of its lines share. */
function dedented(text: string): string {
  const lines = text
    .replace(/^[^\S\n]*\n/, '')
    .replace(/\n?[^\S\n]*$/, '')
    .split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)![0].length);
  const indent = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(Math.min(indent, /^ */.exec(line)![0].length))).join('\n');
}

const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(lt|gt|quot|apos|amp));/gi, (_, decimal, hex, name) =>
    name
      ? named[name.toLowerCase()]!
      : String.fromCodePoint(Math.min(0x10ffff, parseInt(decimal ?? hex, decimal ? 10 : 16))),
  );
