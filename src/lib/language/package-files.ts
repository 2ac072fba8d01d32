import type { TypeTexts } from './collect-types';

const folder = '/packages/';

/** The types of what cells can import, as files of the notebook's program. */
export class PackageFiles {
  /** Grows with every change. */
  version = 0;

  #types = new Map<string, TypeTexts>();

  has(specifier: string): boolean {
    return this.#types.has(specifier);
  }

  /** `undefined` takes the types away. */
  set(specifier: string, types: TypeTexts | undefined): void {
    if (types) this.#types.set(specifier, types);
    else this.#types.delete(specifier);
    this.version++;
  }

  /** The file that says what can be imported from a module. */
  entry(specifier: string): string | undefined {
    const types = this.#types.get(specifier);
    return types && folder + types.entry;
  }

  entries(): readonly string[] {
    return [...this.#types.values()].map(({ entry }) => folder + entry);
  }

  text(file: string): string | undefined {
    const path = file.slice(folder.length);
    for (const { files } of this.#types.values()) if (Object.hasOwn(files, path)) return files[path];
    return undefined;
  }

  /** Where an import of a cell, or of one of these files, leads. */
  resolve(specifier: string, from: string): string | undefined {
    const path = from.startsWith(folder) ? from.slice(folder.length) : undefined;
    if (path === undefined) return this.entry(specifier);
    for (const { links } of this.#types.values()) {
      const target = Object.hasOwn(links, path) ? links[path]![specifier] : undefined;
      if (target !== undefined) return folder + target;
    }
    return this.entry(specifier);
  }
}
