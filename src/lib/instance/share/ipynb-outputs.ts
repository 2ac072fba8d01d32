import { writePng } from '../../artifacts/formats/png-file';
import type { ValueView } from '../../artifacts/view/value-view';
import type { MimeBundle } from '../../definitions/display';
import type { ValuePointer } from '../../events/event';
import { base64 } from './page/html';
import { cellText, tableHtml } from './page/table-html';
import { englishPageWords } from './page/page-words';
import type { PageTools, PageValues } from './page/value-html';
import { pointerOf, type SharedResults } from './shared-results';

/** Rows of a table in its plain text. */
const plainRows = 20;

/** What the cells of a notebook show, for `writeIpynb`: MIME bundles by cell, each with a plain text too. */
export async function ipynbOutputs(
  { results }: Pick<SharedResults, 'results'>,
  values: PageValues,
  { drawPlot }: PageTools = {},
): Promise<ReadonlyMap<string, readonly MimeBundle[]>> {
  const outputs = new Map<string, MimeBundle[]>();
  for (const result of results) {
    const pointer = pointerOf(result);
    const view = pointer && (await values.viewValue(pointer).catch(() => undefined));
    if (!view) continue;
    const bundle = await bundleOf(pointer, view);
    outputs.set(result.cell, [...(outputs.get(result.cell) ?? []), bundle]);
  }
  return outputs;

  async function bundleOf(pointer: ValuePointer, view: ValueView): Promise<MimeBundle> {
    switch (view.type) {
      case 'nothing':
        return { 'text/plain': 'undefined' };
      case 'text':
        return { 'text/plain': view.text };
      case 'image':
        return { [view.mime]: base64(view.bytes), 'text/plain': view.mime };
      case 'pixels':
        return { 'image/png': base64(writePng(view)), 'text/plain': `${view.width} × ${view.height}` };
      case 'bytes':
        return { 'text/plain': `${view.size} bytes` };
      case 'markdown':
        return { 'text/markdown': view.text, 'text/plain': view.text };
      case 'frame':
        return {
          [view.kind === 'svg' ? 'image/svg+xml' : 'text/html']: view.text,
          'text/plain': view.kind === 'svg' ? 'SVG' : 'HTML',
        };
      case 'plot':
        return { ...(drawPlot && { 'text/html': drawPlot(view.spec).html }), 'text/plain': 'Plot' };
      case 'error':
        return { 'text/plain': view.error.stack ?? view.error.message };
      case 'tree':
        return { 'text/plain': view.line.brief };
      case 'table':
        return {
          'text/html': await tableHtml(pointer, view, values, englishPageWords),
          'text/plain': await tableText(pointer, view),
        };
    }
  }

  /** Columns apart by tabs. */
  async function tableText(
    pointer: ValuePointer,
    { columns, rowCount }: Extract<ValueView, { type: 'table' }>,
  ): Promise<string> {
    const page = await values.tableRows(
      pointer,
      {},
      { from: 0, to: plainRows, columns: columns.map((_, at) => at) },
    );
    const rows = (page?.rows ?? []).map(({ cells }) => cells.map(cellText).join('\t'));
    const more = rowCount > rows.length ? [englishPageWords.rows(rows.length, rowCount)] : [];
    return [columns.map(({ name }) => name).join('\t'), ...rows, ...more].join('\n');
  }
}
