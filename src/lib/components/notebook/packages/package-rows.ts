import { importedSpecifiers } from '../../../notebook/imported-specifiers';
import type { Cell } from '../../../notebook/notebook';
import { isShipped, type PackagePin, pinOf, readPin } from '../../../notebook/package-pin';

/** What cells import by a name, or the header says of one. */
export interface PackageRow {
  readonly specifier: string;
  /** Absent: nothing says which package, or which version. */
  readonly pin?: PackagePin;
  readonly state: 'shipped' | 'kept' | 'missing';
  /** Bytes of the one that is kept. */
  readonly size?: number;
  /** Without it a newer version of the app may bring another one. */
  readonly isPinned: boolean;
  /** Ids of the cells that import it. */
  readonly cells: readonly string[];
}

/** The packages of a notebook, those that are missing first. `sizes`: of what this instance keeps, by hash. */
export function packageRows(
  cells: readonly Cell[],
  imports: Readonly<Record<string, string>>,
  sizes: Readonly<Record<string, number>>,
): readonly PackageRow[] {
  const imported = importedSpecifiers(cells);
  const specifiers = new Set([...imported.keys(), ...Object.keys(imports)]);
  specifiers.delete('dagbook');
  const rows = [...specifiers].map((specifier): PackageRow => {
    const text = pinOf(specifier, imports);
    const pin = text === undefined ? undefined : readPin(text);
    const size = pin?.hash === undefined ? undefined : sizes[pin.hash];
    return {
      specifier,
      ...(pin && { pin }),
      state: pin && isShipped(pin) ? 'shipped' : size ? 'kept' : 'missing',
      ...(size && { size }),
      isPinned: Object.hasOwn(imports, specifier),
      cells: imported.get(specifier) ?? [],
    };
  });
  const rank = ({ state }: PackageRow) => (state === 'missing' ? 0 : 1);
  return rows.sort((a, b) => rank(a) - rank(b) || (a.specifier < b.specifier ? -1 : 1));
}

/** The hashes of the packages that a header pins. */
export const pinnedHashes = (imports: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(imports).flatMap((text) => readPin(text)?.hash ?? []);
