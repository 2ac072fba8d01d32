import type { CompiledNotebook } from '../notebook/notebook';
import type { Isolate, LoadResult } from './isolate';

/** Module specifier → gets its text; called only for what a cell imports. */
export type ModuleTexts = Readonly<Record<string, () => Promise<string>>>;

/**
 * Loads a notebook into an isolate, with the texts of those packages of `available` that its cells import. A package
 * that is not available is an error of the cell that imports it.
 */
export async function loadLocation(
  isolate: Isolate,
  notebook: CompiledNotebook,
  available: ModuleTexts = {},
): Promise<LoadResult> {
  const wanted = new Set(notebook.cells.flatMap(({ imports }) => imports));
  const texts = Object.entries(available)
    .filter(([specifier]) => wanted.has(specifier))
    .map(async ([specifier, text]) => [specifier, await text()] as const);
  return isolate.load({ notebook, modules: Object.fromEntries(await Promise.all(texts)) });
}
