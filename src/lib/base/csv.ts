import { dsvFormat } from 'd3-dsv';
import { DagbookError } from './errors';

/** What the cells of a CSV column are. A `date` is ISO 8601. */
export type CellType = 'text' | 'number' | 'boolean' | 'date';

/** The sign between cells that the first line has most of, outside of quotes: a comma, tab, semicolon or bar. */
export function delimiterOf(text: string): string {
  const line =
    text
      .slice(0, 10_000)
      .replace(/"[^"]*"/g, '')
      .split(/\r?\n/, 1)[0] ?? '';
  const counts = [',', '\t', ';', '|'].map((sign) => [sign, line.split(sign).length] as const);
  return counts.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

export interface CsvOptions {
  /** Column → type; columns that are not named stay text. */
  readonly types?: Readonly<Record<string, CellType>>;
  /** Default: found out from the first line. */
  readonly delimiter?: string;
}

/**
 * The records of a text with a header line (RFC 4180). An empty cell is `null`, unless it is of a text column, where it is
 * `""`. Throws `CsvError`, naming line and column.
 */
export function parseCsv(
  text: string,
  { types = {}, delimiter }: CsvOptions = {},
): Record<string, unknown>[] {
  let readers: readonly ((text: string) => unknown)[] = [];
  const records: Record<string, unknown>[] = [];
  eachCsvRow(text, delimiter, {
    head(names) {
      for (const name of Object.keys(types))
        if (!names.includes(name))
          throw new CsvError(`It has no column "${name}"; there are ${names.join(', ')}`);
      readers = names.map((name) => cellReaders[types[name] ?? 'text']);
    },
    row(cells, names) {
      const record: Record<string, unknown> = {};
      for (const [column, name] of names.entries()) {
        const cell = cells[column] ?? '';
        const value = readers[column]!(cell);
        if (value === undefined)
          throw new CsvError(
            `Record ${records.length + 1}, column "${name}": "${cell.slice(0, 100)}" is no ${types[name]}`,
          );
        record[name] = value;
      }
      records.push(record);
    },
  });
  return records;
}

/** Hears of the header's names, then of the cells of each line that is not empty, one after another: nothing is kept. */
export function eachCsvRow(
  text: string,
  delimiter = delimiterOf(text),
  hear: {
    readonly head: (names: readonly string[]) => void;
    readonly row: (cells: readonly string[], names: readonly string[]) => void;
  },
): void {
  let names: readonly string[] | undefined;
  dsvFormat(delimiter).parseRows(text.replace(/^\ufeff/, ''), (cells) => {
    if (cells.length === 1 && cells[0] === '') return undefined;
    if (names) hear.row(cells, names);
    else hear.head((names = uniqueNames(cells)));
    return undefined;
  });
}

/** Every column has a name of its own: `a`, `a_2`, and `column_3` where there is none. */
export function uniqueNames(head: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return head.map((cell, column) => {
    const wanted = cell.trim() || `column_${column + 1}`;
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
    taken.add(name);
    return name;
  });
}

/** What a cell's text says as each type; `undefined` where it says no such thing. */
export const cellReaders: Readonly<Record<CellType, (text: string) => unknown>> = {
  text: (text) => text,
  number(text) {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    const value = Number(trimmed);
    // `Number` also reads hexadecimal and the word Infinity, which a person means as text.
    return /^[+-]?(\d|\.\d)[\d.]*(e[+-]?\d+)?$/i.test(trimmed) && !Number.isNaN(value) ? value : undefined;
  },
  boolean(text) {
    const word = text.trim().toLowerCase();
    return word === '' ? null : word === 'true' ? true : word === 'false' ? false : undefined;
  },
  date(text) {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    if (!isoDate.test(trimmed)) return undefined;
    const date = new Date(trimmed.replace(' ', 'T'));
    return Number.isNaN(date.getTime()) ? undefined : date;
  },
};

/** ISO 8601: a day, or a moment of one; without a zone a moment is local, as JavaScript reads it. */
const isoDate = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Finds out the narrowest type that all of many texts have, of those that are not empty; `text` where none is there. */
export class TypeGuess {
  #left: readonly CellType[] = ['number', 'boolean', 'date'];
  #isEmpty = true;

  add(text: string): void {
    if (this.#left.length === 0 || text.trim() === '') return;
    this.#isEmpty = false;
    // What begins with a zero is a code, such as of a place, and would lose it.
    const isCode = /^\s*[+-]?0\d/.test(text);
    this.#left = this.#left.filter(
      (type) => !(isCode && type === 'number') && cellReaders[type](text) !== undefined,
    );
  }

  get type(): CellType {
    return this.#isEmpty ? 'text' : (this.#left[0] ?? 'text');
  }
}

/** A CSV file is not what it should be. */
export class CsvError extends DagbookError {
  static override readonly name: string = 'CsvError';

  constructor(message: string) {
    super(message, { remedy: 'Correct the file, or give the column the type "text".' });
  }
}
