import { DagbookError } from '../../../base/errors';
import { m } from '../../../words/generated/messages.js';
import type { OpenNotebook } from '../open-notebook.svelte';

/**
 * Formats the code and text of cells by Prettier, which is loaded for it, as one cell action. What does not parse stays
 * as it is, and the last of these is told about by throwing.
 */
export async function formatCells(open: OpenNotebook, ids: ReadonlySet<string>): Promise<void> {
  const texts = new Map<string, string>();
  let failure: DagbookError | undefined;
  for (const { id, kind, name, text } of open.cells.filter((cell) => ids.has(cell.id))) {
    const parser = kind === 'code' ? 'babel-ts' : kind === 'markdown' ? 'markdown' : undefined;
    if (!parser) continue;
    try {
      texts.set(id, await formatted(text, parser));
    } catch (thrown) {
      const [reason] = String((thrown as Error).message).split('\n');
      failure = new DagbookError(m.notebook_not_formatted({ cell: name ?? id, reason: reason ?? '' }));
    }
  }
  open.act((cells) =>
    cells.some(({ id, text }) => (texts.get(id) ?? text) !== text)
      ? cells.map((cell) => ({ ...cell, text: texts.get(cell.id) ?? cell.text }))
      : cells,
  );
  if (failure) throw failure;
}

async function formatted(text: string, parser: 'babel-ts' | 'markdown'): Promise<string> {
  const [{ format }, ...plugins] = await Promise.all([
    import('prettier/standalone'),
    ...(parser === 'babel-ts'
      ? [import('prettier/plugins/babel'), import('prettier/plugins/estree')]
      : [import('prettier/plugins/markdown')]),
  ]);
  const made = await format(text, { parser, plugins: plugins.map((plugin) => plugin.default) });
  return made.replace(/\n$/, '');
}
