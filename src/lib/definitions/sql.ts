import { asset, type AssetDefinition, type AssetOptions } from './asset';
import type { AssetExecutionContext } from './asset-execution-context';
import { AssetIn, type AssetReference } from './asset-in';
import { kind } from './brand';
import { atDefinition } from './sql-error';
import { tablesIn } from './sql-tables';

/** What a query is given and gives: SQLite's values. */
export type SqlValue = string | number | bigint | boolean | null | Uint8Array;

/** A row of a query's result, by column. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** What of an asset's options the query does not say. */
export type SqlOptions = Omit<
  AssetOptions,
  'ins' | 'outputType' | 'checkSpecs' | 'configSchema' | 'outputRequired'
>;

type Part = AssetReference | SqlValue;
type SqlTag<Row> = (texts: TemplateStringsArray, ...parts: Part[]) => AssetDefinition<Row[]>;

/**
 * Defines an asset by an SQL query (SQLite), whose value is the rows of its result. The tables that it reads are
 * upstream assets by their keys, each an array of rows or an Arrow table; an asset put in by `${orders}` is a table as
 * well, and any other value put in is a parameter: `` sql`select * from orders where total > ${limit}` ``. With
 * options: `` sql({ group: "sales" })`…` ``. Nothing but these tables can be reached from inside.
 */
export function sql<Row = SqlRow>(texts: TemplateStringsArray, ...parts: Part[]): AssetDefinition<Row[]>;
export function sql<Row = SqlRow>(options: SqlOptions): SqlTag<Row>;
export function sql(first: TemplateStringsArray | SqlOptions, ...parts: Part[]) {
  if ('raw' in first) return sqlAsset({}, first, parts);
  return (texts: TemplateStringsArray, ...given: Part[]) => sqlAsset(first, texts, given);
}

function sqlAsset(options: SqlOptions, texts: readonly string[], parts: readonly Part[]): AssetDefinition {
  const ins: Record<string, AssetReference | AssetIn> = {};
  /** Table → input. */
  const inputs: Record<string, string> = {};
  const parameters: SqlValue[] = [];
  const put = (part: Part): string => {
    if (!isReference(part)) {
      parameters.push(part);
      return '?';
    }
    const input = `table${Object.keys(ins).length + 1}`;
    ins[input] = part;
    inputs[input] = input;
    return input;
  };
  const query = texts.reduce((text, next, at) => text + put(parts[at - 1]!) + next);
  for (const table of tablesIn(query)) {
    if (table in inputs) continue;
    const input = /^[A-Za-z_][\w]*$/.test(table) ? table : `table${Object.keys(ins).length + 1}`;
    ins[input] = new AssetIn(table);
    inputs[table] = input;
  }
  const { stack } = new Error('defined here');
  const compute = async (values: Readonly<Record<string, unknown>>, context: AssetExecutionContext) => {
    const tables = Object.fromEntries(Object.entries(inputs).map(([table, input]) => [table, values[input]]));
    try {
      return await context.sql(query, tables, parameters);
    } catch (error) {
      throw atDefinition(error, stack);
    }
  };
  return asset({ kinds: ['sql'], ...options, ins }, compute as never);
}

const isReference = (part: Part): part is AssetReference =>
  (typeof part === 'object' || typeof part === 'function') && part !== null && kind in part;
