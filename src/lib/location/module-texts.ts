import type { CompiledNotebook } from '../notebook/notebook';

/** Module specifier → gets its text; called only for what a cell imports, or what reads a file of the notebook or asks it in SQL. */
export type ModuleTexts = Readonly<Record<string, () => Promise<string>>>;

/** What reads attached files, by the ending of their name; CSV and JSON are read without. */
const readers: Readonly<Record<string, string>> = {
  parquet: 'dagbook/parquet',
  arrow: 'apache-arrow',
  arrows: 'apache-arrow',
  feather: 'apache-arrow',
  sqlite: 'dagbook/sqlite',
  sqlite3: 'dagbook/sqlite',
  db: 'dagbook/sqlite',
};

const endingOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1).toLowerCase();

/** The texts of those packages of `available` that the notebook's cells import or its files need. One that is not there is the cell's error. */
export async function moduleTexts(
  notebook: CompiledNotebook,
  available: ModuleTexts = {},
): Promise<Readonly<Record<string, string>>> {
  const wanted = new Set([
    ...notebook.cells.flatMap(({ imports }) => imports),
    ...(notebook.cells.some(({ code }) => /\bsql\b/.test(code)) ? ['dagbook/sqlite'] : []),
    ...Object.keys(notebook.attachments).flatMap((path) => readers[endingOf(path)] ?? []),
  ]);
  const texts = Object.entries(available)
    .filter(([specifier]) => wanted.has(specifier))
    .map(async ([specifier, text]) => [specifier, await text()] as const);
  return Object.fromEntries(await Promise.all(texts));
}
