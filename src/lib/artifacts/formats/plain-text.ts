import { briefly } from '../view/value-lines';

/** A scalar as text in a file: dates as ISO 8601, what is missing as nothing, an object as JSON. */
export function plainText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString();
  if (typeof cell !== 'object') return String(cell);
  try {
    return JSON.stringify(cell, plainJson) ?? '';
  } catch {
    return briefly(cell);
  }
}

/** For `JSON.stringify`: what JSON has no form for, in the nearest that it has. */
export function plainJson(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as never);
  return value;
}
