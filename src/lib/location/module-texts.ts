import type { CompiledNotebook } from '../notebook/notebook';

/** Module specifier → gets its text; called only for what a cell imports. */
export type ModuleTexts = Readonly<Record<string, () => Promise<string>>>;

/** The texts of those packages of `available` that the notebook's cells import. One that is not there is the cell's error. */
export async function moduleTexts(
  notebook: CompiledNotebook,
  available: ModuleTexts = {},
): Promise<Readonly<Record<string, string>>> {
  const wanted = new Set(notebook.cells.flatMap(({ imports }) => imports));
  const texts = Object.entries(available)
    .filter(([specifier]) => wanted.has(specifier))
    .map(async ([specifier, text]) => [specifier, await text()] as const);
  return Object.fromEntries(await Promise.all(texts));
}
