import { DagbookError } from '../../base/errors';
import { didYouMean } from '../../definitions/suggestion';

/** The only thing that differs from platform to platform: makes a module of the text of one. */
export type ImportText = (code: string) => Promise<object>;

/** Rejects where there is no such module, or where it does not export each of `names`. */
export type ImportModule = (specifier: string, names?: readonly string[]) => Promise<object>;

/**
 * Resolves what cells import: `own` are modules that are here already (`dagbook`), `texts` those that came with the
 * notebook; a text is evaluated once, at its first import.
 */
export function moduleLoader(
  own: Readonly<Record<string, object>>,
  texts: Readonly<Record<string, string>>,
  importText: ImportText,
): ImportModule {
  const modules = new Map<string, Promise<object>>(
    Object.entries(own).map(([specifier, module]) => [specifier, Promise.resolve(module)]),
  );
  return async (specifier, names = []) => {
    const module = await find(specifier);
    const missing = names.find((name) => !(name in module));
    if (missing === undefined) return module;
    throw new DagbookError(
      `"${specifier}" has no export "${missing}".${didYouMean(missing, Object.keys(module))}`,
      { name: 'ExportNotFound', remedy: 'Correct the name; where it is a type, write "import type".' },
    );
  };

  function find(specifier: string): Promise<object> {
    const known = modules.get(specifier);
    if (known) return known;
    const text = Object.hasOwn(texts, specifier) ? texts[specifier] : undefined;
    if (text === undefined) {
      throw new DagbookError(`There is no package "${specifier}" in this notebook`, {
        name: 'PackageNotFound',
        remedy: `Cells can import ${[...new Set([...Object.keys(own), ...Object.keys(texts)])].join(', ')}.`,
      });
    }
    const module = importText(text);
    modules.set(specifier, module);
    return module;
  }
}
