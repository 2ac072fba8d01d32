import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Notebook } from '$lib/notebook/notebook';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { UsageError } from './usage-error';

/** Reads a notebook for verbs that run none of its code: its text, the same in canonical form, and its cells. */
export async function readNotebookFile(path: string) {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${path} cannot be read`, { remedy: 'FILE names a .nb.ts file.', cause });
  });
  const notebook = readNotebook(text);
  return { text, notebook, canonical: canonical(notebook) };
}

/** Cells without the bytes they were read from are written anew, by the writer's own rules. */
const canonical = ({ preamble, cells }: Notebook): string =>
  writeNotebook({ preamble, cells: cells.map(({ source: _, ...cell }) => cell) });

/** Whole or not at all, whatever happens in between. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
}
