import type { TypeTexts } from './collect-types';

/** What the editor asks about the code of a notebook, and what it gets: plain data, offsets in a cell's own text. */
export interface NotebookLanguage {
  /** Takes in what changed: new texts, and which code cells there are, in the notebook's order. */
  update(change: CellsChange): Promise<void>;
  /** The types of what the notebook's header pins, by specifier; `null` where it has none that are known. */
  pin(types: Readonly<Record<string, TypeTexts | null>>): Promise<void>;
  complete(cell: string, offset: number): Completions | undefined;
  /** More about one item of `complete` at the same place: it is asked for only once it is looked at. */
  describeItem(cell: string, offset: number, item: CompletionItem): ItemDetails | undefined;
  describe(cell: string, offset: number): (Description & Range) | undefined;
  signature(cell: string, offset: number): Signatures | undefined;
  /** Where a name comes from: places in cells only. */
  definition(cell: string, offset: number): readonly CellRange[];
  references(cell: string, offset: number): readonly CellRange[];
  /** The name at a place, if it is one that the notebook defines. */
  nameAt(cell: string, offset: number): (Range & { readonly name: string }) | undefined;
  rename(cell: string, offset: number, newName: string): Renaming;
  /** The problems of cells for which they are not what was last answered, until `isOver`. */
  check(isOver: () => boolean): Check;
  fixes(cell: string, problem: Problem): readonly Fix[];
}

/** Offsets in UTF-16 units, as strings and CodeMirror count. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface CellRange extends Range {
  readonly cell: string;
}

export interface TextChange extends Range {
  readonly insert: string;
}

/** Changes of one cell, all told in its text as it is now, in its order and without overlap. */
export interface CellChange {
  readonly cell: string;
  readonly changes: readonly TextChange[];
}

/** What the language service needs of a code cell. */
export interface CellText {
  readonly id: string;
  readonly text: string;
}

export interface CellsChange {
  /** Ids of the code cells, first to last. */
  readonly order: readonly string[];
  /** Those that are new or have another text than before. */
  readonly cells: readonly CellText[];
}

/** TypeScript's word for what a thing is: `const`, `function`, `property`, `keyword` … */
export type ItemKind = string;

export interface CompletionItem {
  readonly label: string;
  readonly kind: ItemKind;
  /** Smaller is nearer to what is being written: members and locals 11, globals 15. */
  readonly rank: number;
  readonly isDeprecated?: true;
  /** The module that it would have to be imported from. */
  readonly source?: string;
}

export interface Completions extends Range {
  readonly items: readonly CompletionItem[];
}

/** A declaration as TypeScript prints it, and its documentation as Markdown. */
export interface Description {
  readonly code: string;
  readonly documentation: string;
}

export interface ItemDetails extends Description {
  /** The import to write, for an item with a `source`. */
  readonly edits: readonly CellChange[];
}

export interface Signatures {
  readonly signatures: readonly {
    readonly code: string;
    readonly documentation: string;
    /** Where each parameter stands in `code`. */
    readonly parameters: readonly (Range & { readonly documentation: string })[];
  }[];
  readonly active: number;
  readonly parameter: number;
}

/** Why a name cannot be given: it is no name, or it would meet another one. */
export type Renaming = { readonly changes: readonly CellChange[] } | { readonly refused: 'noName' | 'taken' };

export type Severity = 'error' | 'warning' | 'info';

/** Something wrong with a cell's code. What TypeScript says comes in its words; the notebook's own rules as data. */
export type Problem = Range & { readonly severity: Severity } & (
    | { readonly rule: 'typescript'; readonly code: number; readonly message: string }
    /** Another cell, `owner`, defines the name too. */
    | {
        readonly rule: 'duplicateName';
        readonly name: string;
        readonly owner: string;
        readonly isImport: boolean;
      }
    /** A `var` in a loop or block: the whole notebook sees the name. */
    | { readonly rule: 'leakedName'; readonly name: string }
    /** The cell `owner` defines the name further down: Dagbook runs it, plain Node does not. */
    | { readonly rule: 'usedBeforeDefinition'; readonly name: string; readonly owner: string }
  );

export type Rule = Problem['rule'];

export interface Check {
  readonly found: readonly { readonly cell: string; readonly problems: readonly Problem[] }[];
  /** Nothing is left to be checked. */
  readonly isDone: boolean;
}

/** A way out of a problem that can be clicked. */
export type Fix =
  | { readonly kind: 'typescript'; readonly title: string; readonly edits: readonly CellChange[] }
  | {
      readonly kind: 'rename' | 'keepPrivate' | 'import' | 'defineFirst';
      readonly name: string;
      readonly edits: readonly CellChange[];
    }
  | { readonly kind: 'wrap' | 'useLet' | 'removeImport'; readonly edits: readonly CellChange[] }
  /** The cell moves behind `after`. */
  | { readonly kind: 'moveCell'; readonly cell: string; readonly after: string };
