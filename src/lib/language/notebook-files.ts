import { cellNames, type CellNames } from './cell-names';
import type { CellRange, CellsChange, CellText } from './language';

/** A code cell as one module of the notebook's program. */
export interface CellFile extends CellText {
  /** The module's name. Ids of cells are anybody's text, so they are no part of it. */
  readonly file: string;
  readonly names: CellNames;
  /** Grows with every new text. */
  readonly version: number;
}

interface ModuleText {
  readonly text: string;
  /** Characters before the cell's own text. */
  readonly prologue: number;
  readonly version: string;
  /** The state of the notebook for which it was made or found to hold still. */
  readonly at: number;
}

/** The module that has every name that cells share: what they import from each other goes through it. */
export const scopeFile = '/scope.ts';

/**
 * The notebook as one program for TypeScript: a module for each code cell, around whose text stands what the notebook
 * gives it. Before its first line the names of other cells are imported; behind its last one its own names are
 * exported. So a change of one cell is a change of one small module, whatever the size of the notebook.
 */
export class NotebookFiles {
  /** In the notebook's order. */
  cells: readonly CellFile[] = [];
  /** The cell that defines a shared name: the first one that declares it. */
  owners: ReadonlyMap<string, CellFile> = new Map();
  /** Of all texts together. */
  version = 0;

  #byId = new Map<string, CellFile>();
  #byFile = new Map<string, CellFile>();
  #indexes: ReadonlyMap<CellFile, number> = new Map();
  #modules = new Map<string, ModuleText>();
  /** The cell that is written: it sees every name there is; the others import only those that they have as words. */
  #written: string | undefined;
  #made = 0;

  update({ order, cells }: CellsChange): void {
    for (const cell of cells) this.#take(cell);
    const kept = new Set(order);
    for (const [id, { file }] of this.#byId) {
      if (kept.has(id)) continue;
      this.#byId.delete(id);
      this.#byFile.delete(file);
      this.#modules.delete(file);
    }
    this.cells = order.flatMap((id) => this.#byId.get(id) ?? []);
    this.#indexes = new Map(this.cells.map((cell, index) => [cell, index]));
    const owners = new Map<string, CellFile>();
    for (const cell of this.cells)
      for (const name of cell.names.shared) if (!owners.has(name)) owners.set(name, cell);
    this.owners = owners;
    this.version++;
  }

  /** Makes a cell the one that is written. */
  write(id: string): CellFile | undefined {
    if (this.#byId.has(id) && this.#written !== id) {
      this.#written = id;
      this.version++;
    }
    return this.#byId.get(id);
  }

  /** All cells, the one that is written first. */
  checkOrder(): readonly CellFile[] {
    const written = this.cells.filter(({ id }) => id === this.#written);
    return [...written, ...this.cells.filter(({ id }) => id !== this.#written)];
  }

  cell(id: string): CellFile | undefined {
    return this.#byId.get(id);
  }

  cellOfFile(file: string): CellFile | undefined {
    return this.#byFile.get(file);
  }

  /** The place of a cell among the others. */
  indexOf(cell: CellFile): number {
    return this.#indexes.get(cell) ?? -1;
  }

  /** The cell whose name another cell's word means. */
  ownerFor(cell: CellFile, name: string): CellFile | undefined {
    const owner = cell.names.declared.has(name) ? undefined : this.owners.get(name);
    return owner === cell ? undefined : owner;
  }

  /** The module of a cell, or the scope; `undefined` for any other file. */
  moduleOf(file: string): ModuleText | undefined {
    const known = this.#modules.get(file);
    if (known?.at === this.version) return known;
    const cell = this.#byFile.get(file);
    if (!cell && file !== scopeFile) return undefined;
    const prologue = cell ? this.#prologue(cell) : '';
    const text = cell ? prologue + cell.text + epilogue(cell.names) : this.#scope();
    const version = known?.text === text ? known.version : String(++this.#made);
    const module = { text, prologue: prologue.length, version, at: this.version };
    this.#modules.set(file, module);
    return module;
  }

  /** From a cell's text into its module. */
  toFile(cell: CellFile, offset: number): number {
    return offset + this.moduleOf(cell.file)!.prologue;
  }

  /** From a module back to the text of its cell. `undefined` for what stands in no cell's own text. */
  toCell(file: string, start: number, length: number): CellRange | undefined {
    const cell = this.#byFile.get(file);
    if (!cell) return undefined;
    const from = start - this.moduleOf(file)!.prologue;
    const to = from + length;
    return from < 0 || to > cell.text.length ? undefined : { cell: cell.id, from, to };
  }

  #take({ id, text }: CellText): void {
    const known = this.#byId.get(id);
    if (known?.text === text) return;
    const file = known?.file ?? `/cells/${++this.#made}.ts`;
    const cell = { id, text, file, names: cellNames(text), version: ++this.#made };
    this.#byId.set(id, cell);
    this.#byFile.set(file, cell);
    this.#written = id;
  }

  #prologue(cell: CellFile): string {
    const names = cell.id === this.#written ? this.owners.keys() : cell.names.words;
    const imported = [...names].filter((name) => this.ownerFor(cell, name));
    return imported.length > 0 ? `import { ${imported.join(', ')} } from "${scopeFile}";\n` : '';
  }

  #scope(): string {
    const byCell = Map.groupBy(this.owners, ([, cell]) => cell);
    const lines = [...byCell].map(
      ([{ file }, names]) => `export { ${names.map(([name]) => name).join(', ')} } from "${file}";`,
    );
    return [...lines, 'export {};'].join('\n');
  }
}

function epilogue({ shared, declared, exported }: CellNames): string {
  const names = [...shared].filter((name) => declared.has(name) && !exported.has(name));
  return `\n;export { ${names.join(', ')} };`;
}
