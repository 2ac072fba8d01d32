import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DagbookError, serializeError, type SerializedError } from '../../base/errors';
import type { CellPlace } from '../../definitions/defined-at';
import { readHeader } from '../../notebook/header';
import { readNotebook } from '../../notebook/read-notebook';

/** A place in a cell of a notebook file that was imported as a module. */
export interface FileFrame extends CellPlace {
  readonly file: string;
  readonly cellName: string;
}

interface NotebookFile {
  readonly lines: readonly string[];
  /** In their order; `firstLine` is the line of the file on which the cell's text begins, from 1. */
  readonly cells: readonly { readonly id: string; readonly name: string; readonly firstLine: number }[];
  readonly attachments: readonly string[];
}

const frame = /((?:file:\/\/)?[^\s()]+?\.nb\.ts)(?:\?[^\s():]*)?:(\d+):(\d+)/g;
const bound = /\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=]*)?=/;
const read = new Map<string, NotebookFile | undefined>();

/** The frames of a stack that lie in `.nb.ts` files, innermost first, with the cells there. */
export const locateInFiles = (stack: string): readonly FileFrame[] =>
  [...stack.matchAll(frame)].flatMap(([, address, line, column]) => {
    const file = address!.startsWith('file:') ? fileURLToPath(address!) : address!;
    const notebook = notebookFile(file);
    const cell = notebook?.cells.findLast(({ firstLine }) => firstLine <= Number(line));
    if (!notebook || !cell) return [];
    const { id, name, firstLine } = cell;
    const binding = bound.exec(notebook.lines[Number(line) - 1] ?? '')?.[1];
    return [
      {
        file,
        cell: id,
        cellName: name,
        line: Number(line) - firstLine + 1,
        column: Number(column),
        ...(binding !== undefined && { binding }),
      },
    ];
  });

/** A thrown thing as data, with cell and line where it comes from a notebook file. */
export function locateThrown(thrown: unknown): SerializedError {
  const located = (error: SerializedError): SerializedError => {
    const [at] = locateInFiles(error.stack ?? '');
    return {
      ...error,
      ...(at && !error.at && { at: { file: at.file, cell: at.cellName, line: at.line, column: at.column } }),
      ...(error.cause && { cause: located(error.cause) }),
    };
  };
  return located(serializeError(thrown));
}

/** Reads a file that is attached to one of these notebooks, from where it lies beside it. */
export function readBeside(notebooks: Iterable<string>, path: string): Uint8Array {
  for (const notebook of notebooks) {
    if (notebookFile(notebook)?.attachments.includes(path))
      return readFileSync(join(dirname(notebook), path));
  }
  throw new DagbookError(`The file ${path} is not attached`, {
    name: 'AttachmentLost',
    remedy: `Give it to the test: files: { ${JSON.stringify(path)}: … }.`,
  });
}

function notebookFile(path: string): NotebookFile | undefined {
  if (!read.has(path)) read.set(path, readNotebookFile(path));
  return read.get(path);
}

function readNotebookFile(path: string): NotebookFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const notebook = readNotebook(text);
  let line = 1 + newlines(notebook.preamble);
  const cells = notebook.cells.map(({ id, name = id, source }) => {
    const { lines, gap = '' } = source!;
    const firstLine = line + (lines.startsWith('// %%') ? 1 : 0);
    line += newlines(lines + gap);
    return { id, name, firstLine };
  });
  return {
    lines: text.split('\n'),
    cells,
    attachments: Object.keys(readHeader(notebook).header.attachments),
  };
}

const newlines = (text: string): number => text.split('\n').length - 1;
