import { init, parse } from 'cjs-module-lexer';

/** Gets the text of the module that `specifier` means in the file `from`, and where it is. */
export type ReadRequired = (
  specifier: string,
  from: string,
) => Promise<{ readonly file: string; readonly text: string } | undefined>;

/** The names that a CommonJS module exports, as Node finds them: without running it. */
export async function exportedNames(
  entry: string,
  text: string,
  read: ReadRequired,
): Promise<readonly string[]> {
  await init();
  const names = new Set<string>();
  const seen = new Set<string>();
  for (const waiting = [{ file: entry, text }]; waiting.length > 0;) {
    const { file, text } = waiting.pop()!;
    if (seen.has(file)) continue;
    seen.add(file);
    const { exports, reexports } = parsed(text);
    for (const name of exports) names.add(name);
    for (const specifier of reexports) {
      const required = await read(specifier, file).catch(() => undefined);
      if (required) waiting.push(required);
    }
  }
  names.delete('default');
  return [...names].filter((name) => name.isWellFormed()).sort();
}

function parsed(text: string): {
  readonly exports: readonly string[];
  readonly reexports: readonly string[];
} {
  try {
    return parse(text);
  } catch {
    return { exports: [], reexports: [] };
  }
}
