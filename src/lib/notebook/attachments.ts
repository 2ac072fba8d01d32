import { DagbookError } from '../base/errors';
import { checkAttachment } from './attachment-path';
import type { Cells } from './cell-edits';
import { readHeader, withHeader } from './header';
import type { Notebook } from './notebook';

/** Attaches a file, or another content to a path: its SHA-256 (hex). Throws `InvalidAttachment`. */
export function withAttachment(notebook: Notebook, path: string, hash: string): Notebook {
  const wrong = checkAttachment(path, hash);
  if (wrong) {
    throw new DagbookError(`This file cannot be attached: ${wrong}`, {
      name: 'InvalidAttachment',
      remedy: 'Use a path relative to the notebook, such as "data/recipes.json".',
    });
  }
  return withHeader(notebook, { attachments: { ...attachmentsOf(notebook), [path]: hash } });
}

/** Gives an attached file another path; it stays at its place in the list. Throws where `to` is taken or not legal. */
export function renameAttachment(notebook: Notebook, from: string, to: string): Notebook {
  const attachments = attachmentsOf(notebook);
  const hash = Object.hasOwn(attachments, from) ? attachments[from] : undefined;
  if (hash === undefined)
    throw new DagbookError(`No file "${from}" is attached`, { name: 'InvalidAttachment' });
  if (from === to) return notebook;
  const wrong = Object.hasOwn(attachments, to) ? `"${to}" is attached already` : checkAttachment(to, hash);
  if (wrong) {
    throw new DagbookError(`"${from}" cannot be renamed: ${wrong}`, {
      name: 'InvalidAttachment',
      remedy: 'Use another path relative to the notebook.',
    });
  }
  const renamed = Object.entries(attachments).map(([path, value]) => [path === from ? to : path, value]);
  return withHeader(notebook, { attachments: Object.fromEntries(renamed) });
}

export function withoutAttachment(notebook: Notebook, path: string): Notebook {
  const rest = Object.entries(attachmentsOf(notebook)).filter(([other]) => other !== path);
  return withHeader(notebook, { attachments: Object.fromEntries(rest) });
}

/** Paths of files that cells say they read: what stands in `file("…")` as it is. */
export const filesReadBy = (cells: Cells): readonly string[] => [
  ...new Set(cells.flatMap(({ text }) => [...text.matchAll(fileCall)].map(([, , path]) => path!))),
];

const fileCall = /\bfile\(\s*(['"`])([^'"`\n$]+)\1/g;

const attachmentsOf = (notebook: Notebook) => readHeader(notebook).header.attachments;
