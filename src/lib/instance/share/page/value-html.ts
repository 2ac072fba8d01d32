import { writePng } from '../../../artifacts/formats/png-file';
import { htmlHeight, svgHeight } from '../../../artifacts/view/frame-height';
import { outputDocument } from '../../../artifacts/view/output-document';
import { hexLines } from '../../../artifacts/view/value-shape';
import type { ValueView } from '../../../artifacts/view/value-view';
import type { PlotSpec } from '../../../definitions/display';
import type { ValuePointer } from '../../../events/event';
import type { ValueCalls } from '../../value-calls';
import { dataUrl, escaped } from './html';
import { markdownHtml } from './markdown-html';
import type { PageWords } from './page-words';
import { tableHtml } from './table-html';
import { treeHtml } from './tree-html';

export interface DrawnPlot {
  readonly html: string;
  readonly width: number;
  readonly height: number;
}

/** What only a browser can do for a page. */
export interface PageTools {
  /** A plot as HTML, and its size in pixels. */
  readonly drawPlot?: (spec: PlotSpec) => DrawnPlot;
  /** The text of a cell as HTML whose words have classes. */
  readonly paint?: (text: string, kind: string) => string;
}

/** Where the page finds the values that it shows. */
export type PageValues = Pick<ValueCalls, 'viewValue' | 'tableRows' | 'valueLines'>;

/** Pixels around what is in a frame. */
const edge = 18;

/** Bytes or characters of one picture or frame. */
const mostOfOne = 8_000_000;

/** A value as HTML that runs nothing: what user code wrote as HTML or SVG stands in a frame that can do nothing. */
export async function valueHtml(
  pointer: ValuePointer,
  label: string,
  {
    values,
    words,
    tools,
  }: { readonly values: PageValues; readonly words: PageWords; readonly tools: PageTools },
): Promise<string> {
  const note = (text: string) => `<p class="note">${escaped(text)}</p>`;
  const pre = (text: string) => `<pre class="text" tabindex="0">${escaped(text)}</pre>`;
  const image = (mime: string, bytes: Uint8Array) =>
    bytes.length > mostOfOne
      ? note(words.tooLarge)
      : `<img src="${dataUrl(mime, bytes)}" alt="${escaped(`${words.image}: ${label}`)}">`;
  const frame = (html: string, style: string) =>
    html.length > mostOfOne
      ? note(words.tooLarge)
      : `<iframe sandbox="" title="${escaped(label)}" style="${style}" srcdoc="${escaped(outputDocument(html, 'light dark'))}"></iframe>`;

  let view: ValueView | undefined;
  try {
    view = await values.viewValue(pointer);
  } catch (error) {
    return note((error as Error).message);
  }
  switch (view?.type) {
    case undefined:
      return note(words.lost);
    case 'nothing':
      return note(words.nothing);
    case 'text':
      return (
        pre(view.text) +
        (view.length > view.text.length ? note(words.cut(view.text.length, view.length)) : '')
      );
    case 'image':
      return image(view.mime, view.bytes);
    case 'pixels':
      return image('image/png', writePng(view));
    case 'bytes':
      return pre(hexLines(view.head, 0, view.head.length).join('\n'));
    case 'table':
      return tableHtml(pointer, view, values, words);
    case 'markdown':
      return `<div class="prose">${markdownHtml(view.text)}</div>`;
    case 'frame':
      return frame(
        view.text,
        `height:${edge + (view.kind === 'svg' ? svgHeight(view.text) : htmlHeight(view.text))}px`,
      );
    case 'plot': {
      try {
        const drawn = tools.drawPlot?.(view.spec);
        if (!drawn) return note(words.plotInApp);
        const { html, width, height } = drawn;
        // It shrinks with the screen.
        return frame(html, `aspect-ratio:${width + edge}/${height + edge}`);
      } catch (error) {
        return note((error as Error).message);
      }
    }
    case 'error':
      return pre(view.error.stack ?? `${view.error.name}: ${view.error.message}`);
    case 'tree':
      return treeHtml(pointer, view.line, values, words);
  }
}
