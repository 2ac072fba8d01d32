import type { TypeTexts } from './collect-types';
import { completions, itemDetails } from './completions';
import { describe } from './describe';
import { fixesOf } from './fixes';
import type { CellsChange, Check, NotebookLanguage } from './language';
import type { LanguageProgram } from './language-program';
import { definition, nameAt, references } from './navigation';
import { type CellFile, NotebookFiles } from './notebook-files';
import { PackageFiles } from './package-files';
import { problemsOf } from './problems';
import { rename } from './rename';
import { signature } from './signature';
import { typescriptService, type LibraryTexts } from './typescript-host';

/** Module specifier → gets the types of what can be imported; called only for what a cell imports, and for `dagbook`. */
export type PackageTypes = Readonly<Record<string, () => Promise<TypeTexts>>>;

/** TypeScript over one notebook. */
export function notebookLanguage(library: LibraryTexts, available: PackageTypes): NotebookLanguage {
  const files = new NotebookFiles();
  const packages = new PackageFiles();
  const program: LanguageProgram = {
    files,
    packages,
    service: typescriptService(files, library, packages),
  };
  /** What the notebook itself says that a specifier stands for. */
  const pinned = new Set<string>();
  /** What each cell's last check depended on. */
  let checked = new Map<string, string>();

  async function loadPackages(): Promise<void> {
    const isWanted = (specifier: string) =>
      specifier === 'dagbook' || files.cells.some(({ text }) => text.includes(specifier));
    const wanted = Object.entries(available).filter(
      ([specifier]) => !packages.has(specifier) && !pinned.has(specifier) && isWanted(specifier),
    );
    await Promise.all(wanted.map(async ([specifier, load]) => packages.set(specifier, await load())));
  }

  function check(isOver: () => boolean): Check {
    const found: Check['found'][number][] = [];
    for (const cell of files.checkOrder()) {
      const basis = `${packages.version} ${basisOf(files, cell)}`;
      if (checked.get(cell.id) === basis) continue;
      if (isOver()) return { found, isDone: false };
      found.push({ cell: cell.id, problems: problemsOf(program, cell) });
      checked.set(cell.id, basis);
    }
    return { found, isDone: true };
  }

  return {
    async update(change: CellsChange) {
      files.update(change);
      checked = new Map(change.order.flatMap((id) => (checked.has(id) ? [[id, checked.get(id)!]] : [])));
      await loadPackages();
    },
    async pin(types) {
      for (const specifier of pinned) packages.set(specifier, undefined);
      pinned.clear();
      for (const [specifier, texts] of Object.entries(types)) {
        pinned.add(specifier);
        packages.set(specifier, texts ?? undefined);
      }
      await loadPackages();
    },
    complete: (cell, offset) => completions(program, cell, offset),
    describeItem: (cell, offset, item) => itemDetails(program, cell, offset, item),
    describe: (cell, offset) => describe(program, cell, offset),
    signature: (cell, offset) => signature(program, cell, offset),
    definition: (cell, offset) => definition(program, cell, offset),
    references: (cell, offset) => references(program, cell, offset),
    nameAt: (cell, offset) => nameAt(program, cell, offset),
    rename: (cell, offset, newName) => rename(program, cell, offset, newName),
    check,
    fixes(id, problem) {
      const cell = files.cell(id);
      return cell ? fixesOf(program, cell, problem) : [];
    },
  };
}

/** All that the problems of a cell follow from: the cells it reaches by names, and whether they stand above it. */
function basisOf(files: NotebookFiles, cell: CellFile): string {
  const reached = new Set([cell]);
  for (const from of reached) {
    for (const name of from.names.words) {
      const owner = files.ownerFor(from, name);
      if (owner) reached.add(owner);
    }
  }
  for (const name of cell.names.shared) reached.add(files.owners.get(name)!);
  const index = files.indexOf(cell);
  return [...reached]
    .map((other) => `${other.version}${files.indexOf(other) < index ? '<' : ''}`)
    .sort()
    .join(' ');
}
