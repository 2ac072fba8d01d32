import type { CompiledNotebook } from '../notebook/notebook';
import { isShipped, type PackagePin, readPin } from '../notebook/package-pin';

/** Module specifier → gets its text; called only for what a cell imports, or what reads a file of the notebook or asks it in SQL. */
export type ModuleTexts = Readonly<Record<string, () => Promise<string>>>;

/** Gets the module text of a package that does not come with the app; `undefined` where it is not there. */
export type FindPackage = (pin: PackagePin) => Promise<string | undefined>;

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

/**
 * The texts of the packages that the notebook's cells import or its files need: those that its header pins, else those
 * of `available`. One that is not there is the cell's error.
 */
export async function moduleTexts(
  notebook: CompiledNotebook,
  available: ModuleTexts = {},
  findPackage: FindPackage = async () => undefined,
): Promise<Readonly<Record<string, string>>> {
  const pins = notebook.packages ?? {};
  const ownText = (specifier: string) =>
    Object.hasOwn(available, specifier) ? available[specifier]!() : undefined;

  async function textOf(specifier: string): Promise<string | undefined> {
    if (!Object.hasOwn(pins, specifier)) return ownText(specifier);
    const pin = readPin(pins[specifier]!);
    return pin && (isShipped(pin) ? ownText(pin.name) : findPackage(pin));
  }

  const wanted = new Set([
    ...notebook.cells.flatMap(({ imports }) => imports),
    ...(notebook.cells.some(({ code }) => /\bsql\b/.test(code)) ? ['dagbook/sqlite'] : []),
    ...Object.keys(notebook.attachments).flatMap((path) => readers[endingOf(path)] ?? []),
  ]);
  const texts = await Promise.all(
    [...wanted].map(async (specifier) => [specifier, await textOf(specifier)] as const),
  );
  return Object.fromEntries(
    texts.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}
