import type { MimeBundle } from '../../definitions/display';
import { readHeader } from '../header';
import type { Cell, Notebook } from '../notebook';

/**
 * Writes a notebook as a Jupyter notebook (nbformat 4.5) for Deno's kernel. `outputs` has, by cell id, what its assets
 * show. What Jupyter has no place for stands in each cell's metadata, so that reading it here gives the same notebook.
 */
export function writeIpynb(
  notebook: Notebook,
  outputs: ReadonlyMap<string, readonly MimeBundle[]> = new Map(),
): string {
  const { title } = readHeader(notebook).header;
  const { preamble } = notebook;
  const file = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      title,
      kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
      language_info: { file_extension: '.ts', mimetype: 'text/x.typescript', name: 'typescript' },
      dagbook: { ...(preamble && { preamble }) },
    },
    cells: notebook.cells.map((cell) => ipynbCell(cell, outputs.get(cell.id) ?? [])),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

function ipynbCell(cell: Cell, outputs: readonly MimeBundle[]) {
  const { id, kind, text, name, hide, disabled, unknown } = cell;
  const own = {
    ...(!['code', 'markdown', 'raw'].includes(kind) && { kind }),
    ...(name !== undefined && { name }),
    ...(hide !== undefined && { hide }),
    ...(disabled !== undefined && { disabled }),
    ...(unknown && { unknown }),
  };
  return {
    id,
    cell_type: kind === 'code' || kind === 'markdown' ? kind : 'raw',
    metadata: {
      ...(hide && { jupyter: { source_hidden: true } }),
      ...(Object.keys(own).length > 0 && { dagbook: own }),
    },
    source: text.split(/(?<=\n)/).filter((line) => line !== ''),
    ...(kind === 'code' && {
      execution_count: null,
      outputs: outputs.map((data) => ({ output_type: 'display_data', metadata: {}, data })),
    }),
  };
}
