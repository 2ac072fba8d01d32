import { DagbookError } from '../../base/errors';
import { didYouMean } from '../../definitions/suggestion';
import { pinTitle, readPin } from '../../notebook/package-pin';
import { shippedPackages } from '../../notebook/shipped-packages';

/** The only thing that differs from platform to platform: makes a module of the text of one. */
export type ImportText = (code: string) => Promise<object>;

/** Rejects where there is no such module, or where it does not export each of `names`; `line`: of the import. */
export type ImportModule = (specifier: string, names?: readonly string[], line?: number) => Promise<object>;

interface Modules {
  /** Those that are here already: `dagbook`. */
  readonly own: Readonly<Record<string, object>>;
  /** Those that came with the notebook; a text is evaluated once, at its first import. */
  readonly texts: Readonly<Record<string, string>>;
  /** What the notebook pins. */
  readonly pins?: Readonly<Record<string, string>>;
}

/** Resolves what cells import. */
export function moduleLoader({ own, texts, pins = {} }: Modules, importText: ImportText): ImportModule {
  const modules = new Map<string, Promise<object>>(
    Object.entries(own).map(([specifier, module]) => [specifier, Promise.resolve(module)]),
  );
  return async (specifier, names = [], line) => {
    const module = await find(specifier, line);
    const missing = names.find((name) => !(name in module));
    if (missing === undefined) return module;
    throw new DagbookError(
      `"${specifier}" has no export "${missing}".${didYouMean(missing, Object.keys(module))}`,
      {
        name: 'ExportNotFound',
        remedy: 'Correct the name; where it is a type, write "import type".',
        at: line === undefined ? undefined : { line },
      },
    );
  };

  function find(specifier: string, line: number | undefined): Promise<object> {
    const known = modules.get(specifier);
    if (known) return known;
    const text = Object.hasOwn(texts, specifier) ? texts[specifier] : undefined;
    if (text === undefined) {
      const pin = Object.hasOwn(pins, specifier) ? pins[specifier] : undefined;
      throw new PackageNotFound(specifier, pin, line);
    }
    const module = importText(text);
    modules.set(specifier, module);
    return module;
  }
}

class PackageNotFound extends DagbookError {
  static override readonly name: string = 'PackageNotFound';

  constructor(specifier: string, entry: string | undefined, line: number | undefined) {
    const pin = entry === undefined ? undefined : readPin(entry);
    const at = line === undefined ? undefined : { line };
    if (pin)
      super(`The package "${specifier}" is ${pinTitle(pin)} here, which has not been fetched`, {
        remedy: `Fetch it under Packages beside the cells; for the command line, "npm install ${pin.name}@${pin.version}" beside the notebook.`,
        at,
      });
    else if (entry !== undefined)
      super(`The package "${specifier}" is "${entry}" here, which says no version of a package of npm`, {
        remedy: 'Add it anew under Packages beside the cells.',
        at,
      });
    else
      super(`There is no package "${specifier}" in this notebook`, {
        remedy: `Add it under Packages beside the cells. These come with Dagbook: ${Object.keys(shippedPackages).join(', ')}.`,
        at,
      });
  }
}
