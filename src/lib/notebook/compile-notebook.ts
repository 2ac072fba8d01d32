import type { DagbookError, SerializedError } from '../base/errors';
import { hashOf } from '../base/hash';
import type { Json } from '../base/json';
import { stableJson } from '../base/stable-json';
import { cellModule } from './cell-module';
import { codeVersions } from './code-versions';
import { readHeader } from './header';
import { linkCells, type LinkedCell } from './link-cells';
import type { Cell, CompiledCell, CompiledNotebook, Notebook } from './notebook';

/** Turns a notebook into modules for isolates. Never throws: what cannot run is told in `errors`. */
export function compileNotebook(notebook: Notebook, title?: string): CompiledNotebook {
  const { header, errors } = readHeader(notebook);
  const codeCells = notebook.cells.filter(({ kind }) => kind === 'code');
  const { linked, errors: linkErrors } = linkCells(codeCells);
  const labels = uniqueLabels(codeCells);
  const cells = linked.map((cell) => compiledCell(cell, labels.get(cell.cell)!));
  const specifiers = new Set(cells.flatMap(({ imports }) => imports));
  const packages = Object.entries(header.imports).filter(([specifier]) => specifiers.has(specifier));
  const content = {
    title: title ?? header.title,
    cells,
    errors: [...errors.map(plain), ...linkErrors],
    attachments: header.attachments,
    ...(packages.length > 0 && { packages: Object.fromEntries(packages) }),
    ...(header.keyPrefix !== undefined && { keyPrefix: header.keyPrefix }),
    codeVersions: codeVersions(linked, header),
  };
  return { hash: hashOf(stableJson(content as unknown as Json)), ...content };
}

function compiledCell({ cell, analysis, defs, exports, uses }: LinkedCell, label: string): CompiledCell {
  const { id, name } = cell;
  return {
    id,
    ...(name !== undefined && { name }),
    defs: [...defs.keys()],
    exports,
    uses: Object.fromEntries(uses),
    ...cellModule(analysis, [...uses.keys()], defs, label),
  };
}

/** Without the stack, which would differ from machine to machine. */
const plain = ({ name, message, remedy, at }: DagbookError): SerializedError => ({
  name,
  message,
  remedy,
  at,
});

/** What stands for a cell in stack traces: its name where no other cell has it, else its id. */
function uniqueLabels(cells: readonly Cell[]): ReadonlyMap<Cell, string> {
  const count = new Map<string, number>();
  for (const { name, id } of cells) for (const key of [name ?? id]) count.set(key, (count.get(key) ?? 0) + 1);
  return new Map(
    cells.map((cell) => [
      cell,
      urlPart(count.get(cell.name ?? cell.id) === 1 ? (cell.name ?? cell.id) : cell.id),
    ]),
  );
}

/** Text that stays whole in a URL, in `sourceURL` and in a stack trace. */
const urlPart = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*!~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
