import type { Instance } from '../../../instance/instance';
import type { PageTools } from '../../../instance/share/page/value-html';
import { sharedResults, viewResults } from '../../../instance/share/shared-results';
import { toFragment } from '../../../notebook/formats/source-link';
import type { Notebook } from '../../../notebook/notebook';
import { writeNotebook } from '../../../notebook/write-notebook';
import { homeHref } from '../../links';
import { pageWords } from './page-words';

/** A notebook that is given away, and the instance that has what it gave. */
export interface SharedNotebook {
  readonly id: string;
  readonly notebook: Notebook;
  readonly instance: Instance;
}

/** Pixels of a plot on a page. */
const plotWidth = 860;

async function pageTools(): Promise<PageTools> {
  const [{ drawPlot }, { paintText }] = await Promise.all([
    import('../../value/draw-plot'),
    import('../paint-text'),
  ]);
  return {
    drawPlot: (spec) => ({ ...drawPlot(spec, plotWidth), width: plotWidth }),
    paint(text, kind) {
      const painted = document.createElement('div');
      painted.append(paintText(text, kind, []));
      return painted.innerHTML;
    },
  };
}

/** Where a link opens the notebook in this app; `undefined` where it is too long for a link. */
export async function addressOf(notebook: Notebook): Promise<string | undefined> {
  const fragment = await toFragment(writeNotebook(notebook));
  return fragment && new URL(`${homeHref()}#${fragment}`, location.href).href;
}

/** The notebook with its results as a page. */
export async function sharedPage({ id, notebook, instance }: SharedNotebook): Promise<string> {
  const { writePage } = await import('../../../instance/share/page/write-page');
  const [results, views, address, tools] = await Promise.all([
    sharedResults(instance, id),
    viewResults(instance, id),
    addressOf(notebook),
    pageTools(),
  ]);
  const source = writeNotebook(notebook);
  return writePage({ source, results, views, values: instance, words: pageWords(), address, tools });
}

/** The notebook with its results for Jupyter. */
export async function sharedIpynb({ id, notebook, instance }: SharedNotebook): Promise<string> {
  const [{ writeIpynb }, { ipynbOutputs }] = await Promise.all([
    import('../../../notebook/formats/write-ipynb'),
    import('../../../instance/share/ipynb-outputs'),
  ]);
  const [results, tools] = await Promise.all([sharedResults(instance, id), pageTools()]);
  return writeIpynb(notebook, await ipynbOutputs(results, instance, tools));
}
