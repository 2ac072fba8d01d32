import library from 'virtual:types/library';
import type { NotebookLanguage } from '$lib/language/language';
import { notebookLanguage } from '$lib/language/notebook-language';
import { packageTypes } from '$lib/language/package-types';

/** One for all tests of a file: it reads TypeScript's own declarations once. */
const language = notebookLanguage(library, packageTypes);

/** The language service over another notebook, of the given texts, whose ids are `c0`, `c1` … */
export async function openLanguage(...texts: readonly string[]): Promise<NotebookLanguage> {
  await language.update({ order: [], cells: [] });
  const cells = texts.map((text, at) => ({ id: `c${at}`, text }));
  await language.update({ order: cells.map(({ id }) => id), cells });
  return language;
}

/** A text with its caret, which is written `|`. */
export function caret(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|');
  return { text: text.replace('|', ''), offset };
}

/** The problems of every cell that has some. */
export function problemsIn(language: NotebookLanguage) {
  const { found } = language.check(() => false);
  return found.filter(({ problems }) => problems.length > 0);
}
