/** 0 success, 1 the run failed, 2 usage or definition error. */
export type ExitStatus = 0 | 1 | 2;

export interface Option {
  readonly type: 'string' | 'boolean';
  /** One letter. */
  readonly short?: string;
  /** Stands for the value in the help: `FILE`. */
  readonly value?: string;
  readonly help: string;
  readonly required?: boolean;
  /** It may be said several times; its value is a list. */
  readonly multiple?: boolean;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What the command line can do: one verb, one file. */
export interface Verb {
  /** The words after `dagbook`, two or one: `asset list`, `dev`. */
  readonly name: string;
  readonly summary: string;
  /** More for its help page. */
  readonly details?: string;
  /** The one word that may stand without an option; `[ID]` in brackets may be left out. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, Option>>;
  run(values: OptionValues, argument: string | undefined): Promise<ExitStatus>;
}

export const fileOption = {
  type: 'string',
  short: 'f',
  value: 'FILE',
  help: 'The notebook, a .nb.ts or .dagbook file',
  required: true,
} as const satisfies Option;

export const jsonOption = {
  type: 'boolean',
  help: 'Print JSON and nothing else on standard output',
} as const satisfies Option;

/** For verbs that read history: without, the folder that the command is called in. */
export const historyFileOption = {
  ...fileOption,
  required: false,
  help: 'The notebook whose folder has the history',
} as const satisfies Option;
