import type { Cell } from './notebook';

const importing = /(?:^|;)[ \t]*import\b(?:[\s\w$*{},]*?\bfrom)?\s*(["'])([^"'\n]+)\1/gm;
const dynamic = /\bimport\(\s*(["'])([^"'\n]+)\1\s*\)/g;

/**
 * What cells import beside `dagbook`, each with the ids of the cells: read from the texts without a parser, for showing
 * it while somebody types.
 */
export function importedSpecifiers(cells: readonly Cell[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { kind, text, id, disabled } of cells) {
    if (kind !== 'code' || disabled || !text.includes('import')) continue;
    const own = [...text.matchAll(importing), ...text.matchAll(dynamic)].map(([, , specifier]) => specifier!);
    for (const specifier of new Set(own)) {
      if (specifier === 'dagbook' || /^([./]|node:|https?:)/.test(specifier)) continue;
      found.set(specifier, [...(found.get(specifier) ?? []), id]);
    }
  }
  return found;
}
