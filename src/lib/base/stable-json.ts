import type { Json } from './json';

/** JSON text with sorted object keys, so that equal values have equal text (and equal hashes). */
export function stableJson(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
