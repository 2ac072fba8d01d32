import { javascript } from '@codemirror/lang-javascript';
import { SQLite } from '@codemirror/lang-sql';
import { markdown } from '@codemirror/lang-markdown';
import type { Language } from '@codemirror/language';
import { highlightTree } from '@lezer/highlight';
import { foundClass, type FoundPlace } from './found-places';
import { cellHighlighter } from './highlighter';

const languages: Readonly<Record<string, Language>> = {
  code: javascript({ typescript: true }).language,
  markdown: markdown().language,
  sql: SQLite.language,
};

/** A cell's text as it looks in its editor, without one: thousands of cells cost nothing that way. */
export function paintText(text: string, kind: string, found: readonly FoundPlace[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const language = languages[kind];
  let end = 0;
  const put = (from: number, to: number, classes: string): void => {
    if (from < to) fragment.append(...pieces(text, from, to, classes, found));
    end = to;
  };
  if (language)
    highlightTree(language.parser.parse(text), cellHighlighter, (from, to, classes) => {
      put(end, from, '');
      put(from, to, classes);
    });
  put(end, text.length, '');
  return fragment;
}

/** A stretch of text, cut where something found begins or ends. */
function pieces(
  text: string,
  from: number,
  to: number,
  classes: string,
  found: readonly FoundPlace[],
): readonly (string | HTMLElement)[] {
  const within = found.filter((place) => place.from < to && place.to > from);
  const cuts = [from, ...within.flatMap((place) => [place.from, place.to]), to]
    .filter((cut) => cut >= from && cut <= to)
    .sort((a, b) => a - b);
  return cuts.slice(1).flatMap((cut, index): readonly (string | HTMLElement)[] => {
    const start = cuts[index]!;
    if (start === cut) return [];
    const place = within.find((place) => place.from <= start && place.to >= cut);
    const all = [classes, place && foundClass(place)].filter(Boolean).join(' ');
    if (all === '') return [text.slice(start, cut)];
    const span = document.createElement('span');
    span.className = all;
    span.textContent = text.slice(start, cut);
    return [span];
  });
}
