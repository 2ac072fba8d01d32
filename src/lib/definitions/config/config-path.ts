/** Where something is in a config: names of entries, and indexes of lists. */
export type ConfigPath = readonly (string | number)[];

/** As Dagster writes it: `root:ops:clean:config:rows[1]`. */
export const configPathText = (path: ConfigPath): string =>
  path.reduce<string>((text, part) => text + (typeof part === 'number' ? `[${part}]` : `:${part}`), 'root');

/** `at the root`, or `at path root:ops`. */
export const placeText = (path: ConfigPath): string =>
  path.length === 0 ? 'at the root' : `at path ${configPathText(path)}`;

export const startsWith = (path: ConfigPath, prefix: ConfigPath): boolean =>
  prefix.length <= path.length && prefix.every((part, index) => String(part) === String(path[index]));

/** What is there; `undefined` where there is nothing. */
export function valueAt(config: unknown, path: ConfigPath): unknown {
  let value = config;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
