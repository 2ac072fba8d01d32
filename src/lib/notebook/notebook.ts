import type { SerializedError } from '../base/errors';

/** `code`, `markdown`, `raw`, `notebook` (the header), or an unknown kind, which is kept as it is. */
export type CellKind = 'code' | 'markdown' | 'raw' | 'notebook' | (string & {});

export interface Cell {
  /** 8 random base32 characters, stable for the cell's life. */
  readonly id: string;
  readonly kind: CellKind;
  /** What the user typed, with LF line ends kept as typed; comment encoding is the file's affair. */
  readonly text: string;
  readonly name?: string;
  readonly hide?: boolean;
  readonly disabled?: boolean;
  /** Marker JSON keys this version does not know; written back as they were. */
  readonly unknown?: Readonly<Record<string, unknown>>;
  /** Set by the reader; whoever changes the cell may leave it or drop it. */
  readonly source?: CellSource;
}

/**
 * How a cell stands in the file it was read from. The writer reads it again, and writes it as it is where it still
 * says what the cell says.
 */
export interface CellSource {
  /** Marker and body. */
  readonly lines: string;
  /** What parts it from the next cell; absent for the last one. */
  readonly gap?: string;
}

export interface Notebook {
  /** Lines before the first marker, as they are. */
  readonly preamble: string;
  readonly cells: readonly Cell[];
}

/** The `[notebook]` cell, read. Every field is filled but `keyPrefix`. */
export interface NotebookHeader {
  readonly format: number;
  readonly title: string;
  /** Import specifier → what it stands for: `npm:NAME@VERSION` (`package-pin.ts`). */
  readonly imports: Readonly<Record<string, string>>;
  /** What it asks for beyond its sandbox: `hosts`, `secrets`. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  /** Relative path → SHA-256 (hex) of the attached file. */
  readonly attachments: Readonly<Record<string, string>>;
  /** Stands before the keys of all assets that it makes; parts with `/` between them. */
  readonly keyPrefix?: string;
}

/**
 * One code cell as an ES module text that serves browser and Node alike. Its default export is
 * `async (scope, importModule) => defs`: `scope` holds the values of `uses`, `importModule(specifier, names, line)`
 * resolves to a module that exports at least `names` (`line`: where the import stands, if it is not the first), and the answer has one property per name of `defs`. The user's lines stay
 * on their own line numbers (what is generated before them stands on the first one), and the text ends in
 * `//# sourceURL=notebook:///<cell name or id>.ts`, so that stack traces name cell and line.
 */
export interface CompiledCell {
  readonly id: string;
  readonly name?: string;
  /** Names this cell defines at its top level, imports included. */
  readonly defs: readonly string[];
  /** Those of `defs` that are exported: only these can become definitions. */
  readonly exports: readonly string[];
  /** Names it uses that other cells define, each with that cell's id. */
  readonly uses: Readonly<Record<string, string>>;
  /** Module specifiers it imports. */
  readonly imports: readonly string[];
  readonly code: string;
  /** Characters that stand before the user's text on the cell's first line of `code`. */
  readonly prologue: number;
}

/** A notebook ready to load: plain data, the same for every isolate on every platform. */
export interface CompiledNotebook {
  /** Content hash of all that follows: the name of this bundle. */
  readonly hash: string;
  readonly title: string;
  /** In dependency order; broken cells and their dependents are absent. */
  readonly cells: readonly CompiledCell[];
  /** Why cells are absent; each names cell, line and remedy. */
  readonly errors: readonly SerializedError[];
  readonly attachments: Readonly<Record<string, string>>;
  /** The header's `imports`, as far as cells import them; absent where there are none. */
  readonly packages?: Readonly<Record<string, string>>;
  /** The header's, where it has one. */
  readonly keyPrefix?: string;
  /**
   * Per top-level name: the hash of its cell's tokens and of each foreign name's own hash, comments and
   * white space left out. A use of another cell's asset counts by name only (its data is not our code).
   */
  readonly codeVersions: Readonly<Record<string, string>>;
}
