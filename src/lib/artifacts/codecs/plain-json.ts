/** An object literal, or one without a prototype; nothing that a class made. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Whether `JSON.parse(JSON.stringify(value))` is the same value: no `undefined`, NaN or -0, no objects but arrays
 * and object literals, none of them in two places.
 */
export function isPlainJson(value: unknown, seen = new Set<object>()): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      if (value === null) return true;
      if (seen.has(value)) return false;
      seen.add(value);
      return Array.isArray(value) ? isPlainArray(value, seen) : isPlainRecord(value, seen);
    default:
      return false;
  }
}

/** A hole reads as `undefined`; more keys than elements are properties such as those of a regular expression's match. */
function isPlainArray(array: readonly unknown[], seen: Set<object>): boolean {
  for (let index = 0; index < array.length; index++) if (!isPlainJson(array[index], seen)) return false;
  return Object.keys(array).length === array.length;
}

function isPlainRecord(value: object, seen: Set<object>): boolean {
  if (!isPlainObject(value)) return false;
  for (const key of Object.keys(value)) if (!isPlainJson(value[key], seen)) return false;
  return true;
}
