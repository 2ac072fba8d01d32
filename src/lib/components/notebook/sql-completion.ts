import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { schemaCompletionSource, SQLite } from '@codemirror/lang-sql';
import type { Extension } from '@codemirror/state';
import { tablesIn } from '../../definitions/sql-tables';

/** What a query can read, as of now. */
export interface SqlTables {
  names(): readonly string[];
  columns(table: string): Promise<readonly string[]>;
}

/** Completes tables, their columns behind a dot, and the columns of the tables that the query reads. */
export const sqlCompletion = (tables: SqlTables): Extension =>
  SQLite.language.data.of({ autocomplete: sqlSource(tables) });

export const sqlSource =
  (tables: SqlTables) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const read = await tablesRead(context.state.doc.toString(), tables);
    const schema = {
      ...Object.fromEntries(tables.names().map((name) => [name, []])),
      ...Object.fromEntries(read.map(({ name, columns }) => [name, columns])),
    };
    const offered = await schemaCompletionSource({ dialect: SQLite, schema })(context);
    const word = context.matchBefore(/[\p{L}\p{N}_$]+/u);
    // The word that is being written may be read as an alias of the table before it.
    const found = offered && {
      ...offered,
      options: offered.options.filter(({ label, type }) => type !== 'constant' || label !== word?.text),
    };
    const columns = context.matchBefore(/\.[\w"]*/) ? [] : columnOptions(read);
    if (columns.length === 0 || (!found && !word && !context.explicit)) return found;
    return {
      from: found?.from ?? word?.from ?? context.pos,
      options: [...columns, ...(found?.options ?? [])],
      validFor: /^[\p{L}\p{N}_$]*$/u,
    };
  };

/** The tables that a query reads, by the names that they have here, with their columns. */
async function tablesRead(
  query: string,
  { names, columns }: SqlTables,
): Promise<readonly { readonly name: string; readonly columns: readonly string[] }[]> {
  const known = new Map(names().map((name) => [name.toLowerCase(), name]));
  const read = tablesIn(query).flatMap((table) => known.get(table.toLowerCase()) ?? []);
  return Promise.all(read.map(async (name) => ({ name, columns: await columns(name) })));
}

/** A column of two tables is offered once, and says both. */
const columnOptions = (read: Awaited<ReturnType<typeof tablesRead>>): readonly Completion[] =>
  [
    ...Map.groupBy(
      read.flatMap(({ name, columns }) => columns.map((column) => ({ column, name }))),
      ({ column }) => column,
    ),
  ].map(([label, of]) => ({
    label,
    type: 'property',
    detail: of.map(({ name }) => name).join(', '),
    boost: 50,
    ...(!/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(label) && { apply: `"${label.replaceAll('"', '""')}"` }),
  }));
