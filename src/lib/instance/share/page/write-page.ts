import { shownText } from '../../../notebook/convert-cell';
import { sourceTag } from '../../../notebook/formats/page-source';
import { readHeader } from '../../../notebook/header';
import type { Cell, Notebook } from '../../../notebook/notebook';
import { readNotebook } from '../../../notebook/read-notebook';
import type { ReceivedResult } from '../../received';
import { pointerOf, type SharedResults, type ViewResult } from '../shared-results';
import { escaped, linkTo } from './html';
import { lineageSvg } from './lineage-svg';
import { markdownHtml } from './markdown-html';
import { metadataHtml } from './metadata-html';
import { pageStyle } from './page-style';
import { englishPageWords, type PageWords } from './page-words';
import { type PageTools, type PageValues, valueHtml } from './value-html';

/** Nothing runs, nothing is fetched, and the page leads nowhere by itself. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'none'; base-uri 'none'; form-action 'none'";

export interface PageContent {
  readonly source: string;
  readonly results: SharedResults;
  /** What its views show. */
  readonly views?: readonly ViewResult[];
  readonly values: PageValues;
  /** Default: in English. */
  readonly words?: PageWords;
  /** Where the notebook opens in the app; without, the page says how. */
  readonly address?: string;
  readonly tools?: PageTools;
}

/**
 * A notebook with its results as one HTML page that anybody can read: no scripts, ours or others'. It holds the
 * notebook's own text, by which the app opens it again (`pageSource`).
 */
export async function writePage({
  source,
  results,
  views = [],
  values,
  words = englishPageWords,
  address,
  tools = {},
}: PageContent): Promise<string> {
  const notebook = readNotebook(source);
  const { title } = readHeader(notebook).header;
  const made = new Set(results.results.flatMap(({ event }) => event?.assetKey ?? []));
  const byCell = Map.groupBy([...results.results, ...views], ({ cell }) => cell);
  const unmade = Map.groupBy(
    results.assets.filter(({ key }) => !made.has(key)),
    ({ cell }) => cell,
  );

  async function resultHtml(result: ReceivedResult | ViewResult): Promise<string> {
    const event = 'event' in result ? result.event : undefined;
    const pointer = pointerOf(result);
    const name = event?.assetKey ?? ('name' in result ? result.name : '');
    const time = event && new Date(event.timestamp).toISOString();
    const value = pointer
      ? await valueHtml(pointer, name, { values, words, tools })
      : `<p class="note">${escaped(words.nothing)}</p>`;
    const state = !event
      ? name && `<p class="state"><strong>${escaped(name)}</strong></p>`
      : `<p class="state"><strong>${escaped(name)}</strong>` +
        `<span><span class="made-word">● ${escaped(words.materialized)}</span> <time datetime="${time}">${time!.replace('T', ' ').slice(0, 19)} UTC</time>` +
        `${event.data.partition === undefined ? '' : ` · ${escaped(event.data.partition)}`}</span></p>`;
    return `<section class="output">${state ?? ''}${value}${event ? metadataHtml(event.data.metadata) : ''}</section>`;
  }

  async function cellHtml(cell: Cell): Promise<string> {
    if (cell.kind === 'notebook') return '';
    const { kind, text } = shownText(cell);
    const outputs: string[] = [];
    for (const result of byCell.get(cell.id) ?? []) outputs.push(await resultHtml(result));
    for (const { key } of unmade.get(cell.id) ?? [])
      outputs.push(
        `<section class="output"><p class="state"><strong>${escaped(key)}</strong><span>○ ${escaped(words.notMaterialized)}</span></p></section>`,
      );
    const painted = tools.paint?.(text, kind) ?? escaped(text);
    const summary = escaped(words.code(text.split('\n').length));
    const body =
      kind === 'markdown'
        ? `<div class="prose">${markdownHtml(text)}</div>`
        : `<div class="box"><details${cell.hide ? '' : ' open'}><summary>${summary}</summary><pre tabindex="0"><code>${painted}</code></pre></details>${outputs.join('\n')}</div>`;
    return `<article class="cell" id="cell-${escaped(encodeURIComponent(cell.id))}">${body}</article>`;
  }

  const cells: string[] = [];
  for (const cell of notebook.cells) cells.push(await cellHtml(cell));
  const lineage = lineageSvg(results.assets, made, words);
  const open = address === undefined ? '' : `${linkTo(address, `<strong>${escaped(words.open)}</strong>`)}. `;
  return `<!doctype html>
<html lang="${escaped(words.language)}">
<head>
<meta charset="utf-8">
${sourceTag(source)}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>${startsWithTitle(notebook, title) ? '' : `<h1>${escaped(title)}</h1>`}<p class="open">${open}${escaped(words.openHint)}</p></header>
${lineage && `<details class="lineage-part box" open><summary>${escaped(words.lineage)}</summary><div>${lineage}</div></details>`}
<main>
${cells.filter(Boolean).join('\n')}
</main>
</body>
</html>
`;
}

/** Its first heading is the title: then the page does not say it twice. */
function startsWithTitle({ cells }: Notebook, title: string): boolean {
  const first = cells.find(({ kind }) => kind !== 'notebook');
  return first?.kind === 'markdown' && first.text.trimStart().startsWith(`# ${title}\n`.trimEnd());
}
