import { toast } from 'svelte-sonner';
import { filesReadBy } from '../../../notebook/attachments';
import type { Cells } from '../../../notebook/cell-edits';
import { m } from '../../../words/generated/messages.js';
import type { OpenNotebook } from '../open-notebook.svelte';

export type Files = OpenNotebook['attachments'];

/** What becomes of the files that pasted cells read: `known` are those of the notebook that they come from. */
export function pastedFiles(cells: Cells, known: Files, present: Files) {
  const here = new Map(present.map((file) => [file.path, file.hash]));
  const there = new Map(known.map((file) => [file.path, file]));
  const paths = filesReadBy(cells);
  return {
    /** To be attached as well. */
    coming: paths.flatMap((path) => (here.has(path) ? [] : (there.get(path) ?? []))),
    /** Not attached here, and not to be had. */
    missing: paths.filter((path) => !here.has(path) && !there.has(path)),
    /** Another file has that path here. */
    other: paths.filter(
      (path) => here.has(path) && there.has(path) && here.get(path) !== there.get(path)?.hash,
    ),
  };
}

/** Attaches the files that pasted cells read, and says which are missing. */
export function bringFiles(open: OpenNotebook, cells: Cells, known: Files): void {
  const { coming, missing, other } = pastedFiles(cells, known, open.attachments);
  for (const file of coming) open.attachKept(file);
  const paths = (files: readonly string[]) => files.join(', ');
  if (coming.length > 0)
    toast.success(m.notebook_pasted_files({ paths: paths(coming.map(({ path }) => path)) }));
  if (missing.length > 0)
    toast.warning(m.notebook_pasted_missing({ paths: paths(missing) }), { duration: 10_000 });
  if (other.length > 0) toast.warning(m.notebook_pasted_other({ paths: paths(other) }), { duration: 10_000 });
}
