import { oneLine } from '../marker';
import type { Cell, Notebook } from '../notebook';

/**
 * Writes a notebook as Markdown that any viewer shows: prose as it is, code in fences. A comment before each cell says
 * what it is, so that `readMarkdown` gives the same cells again.
 */
export const writeMarkdown = ({ cells }: Notebook): string => `${cells.map(markdownCell).join('\n\n')}\n`;

function markdownCell({ id, kind, text, name, hide, disabled, unknown }: Cell): string {
  const json = { id, name, hide, disabled, unknown };
  const label = kind === 'code' ? '' : `[${kind}] `;
  // Two hyphens would end the comment.
  const marker = `<!-- %% ${label}${oneLine(json).replaceAll('--', '\\u002d\\u002d')} -->`;
  if (text === '' && kind !== 'code') return marker;
  return `${marker}\n${kind === 'markdown' && isPlain(text) ? text : fenced(text, kind)}`;
}

/** Whether prose can stand by itself: no marker in it, no fence at its beginning, no empty lines at its end. */
const isPlain = (text: string): boolean =>
  !/^<!-- %% |^ {0,3}(?:`{3}|~{3})/m.test(text) && !/\n$|\r/.test(text);

const language: Readonly<Record<string, string>> = { code: 'ts', notebook: 'json', markdown: 'markdown' };

/** In a fence longer than any in it. */
function fenced(text: string, kind: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language[kind] ?? ''}\n${text}\n${fence}`;
}
