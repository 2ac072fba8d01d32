import { DagbookError } from '../../base/errors';
import type { CellKind } from '../notebook';
import { ipynbOutputBundles } from './ipynb-output-bundles';
import { countOf, imported, type ForeignCell, type Imported } from './imported';

interface IpynbCell {
  readonly id?: unknown;
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly outputs?: unknown;
}

/** Languages of Jupyter kernels whose cells are ours: Deno, tslab, IJavascript. */
const ourLanguages = new Set(['typescript', 'javascript', 'deno', 'tslab', 'jslab']);

/**
 * Reads a Jupyter notebook (nbformat 4). Ids stay. Outputs are not part of a notebook file here: they come beside it, to
 * be shown as they were. Cells of other languages become raw text. Throws `InvalidIpynb`.
 */
export function readIpynb(text: string): Imported {
  const { cells, metadata } = parsed(text);
  const language = languageOf(metadata);
  const isOurs = ourLanguages.has(language);
  const own = metadata.dagbook as { preamble?: string } | undefined;
  const foreign = cells.map((cell) => foreignCell(cell, isOurs));
  const magics = foreign.filter(({ kind, text }) => kind === 'code' && /^\s*%/.test(text)).length;
  const strangers = isOurs ? 0 : cells.filter(({ cell_type }) => cell_type === 'code').length;
  const notes = [
    strangers > 0 &&
      `${countOf(strangers, 'code cell')} in ${language || 'an unknown language'}: taken over as raw text`,
    magics > 0 && `${countOf(magics, 'cell')} with a % command of its kernel: it means nothing here`,
  ];
  // One that was written here has its title in a cell.
  const title = !own && typeof metadata.title === 'string' ? metadata.title : undefined;
  return imported(foreign, {
    title,
    preamble: own?.preamble,
    notes: notes.filter((note) => note !== false),
  });
}

function parsed(text: string) {
  const refuse = (why: string, cause?: unknown) =>
    new DagbookError(`This is not a Jupyter notebook: ${why}`, {
      name: 'InvalidIpynb',
      remedy: 'Save it again in Jupyter as .ipynb (notebook format 4).',
      cause,
    });
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw refuse('it is not JSON', cause);
  }
  const { nbformat, cells, metadata } = (file ?? {}) as Record<string, unknown>;
  if (nbformat !== 4) throw refuse(`its nbformat is ${JSON.stringify(nbformat) ?? 'missing'}, not 4`);
  if (!Array.isArray(cells)) throw refuse('it has no list of cells');
  return {
    cells: cells.filter((cell): cell is IpynbCell => typeof cell === 'object' && cell !== null),
    metadata: (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Record<string, unknown>,
  };
}

function languageOf(metadata: Readonly<Record<string, unknown>>): string {
  const { language_info: info, kernelspec } = metadata as Record<string, Record<string, unknown> | undefined>;
  return String(info?.name ?? kernelspec?.language ?? kernelspec?.name ?? '').toLowerCase();
}

function foreignCell(
  { id, cell_type, source, outputs, metadata = {} }: IpynbCell,
  isOurs: boolean,
): ForeignCell {
  const text = Array.isArray(source) ? source.join('') : String(source ?? '');
  const own = metadata.dagbook as Partial<ForeignCell> | undefined;
  const kinds: Record<string, CellKind> = { markdown: 'markdown', code: isOurs ? 'code' : 'raw' };
  const isHidden = (metadata.jupyter as { source_hidden?: unknown } | undefined)?.source_hidden === true;
  const shown = ipynbOutputBundles(outputs);
  return {
    ...(shown.length > 0 && { outputs: shown }),
    kind: own?.kind ?? kinds[String(cell_type)] ?? 'raw',
    text,
    ...(typeof id === 'string' && { id }),
    ...(typeof own?.name === 'string' && { name: own.name }),
    ...(typeof own?.hide === 'boolean' ? { hide: own.hide } : isHidden && { hide: true }),
    ...(typeof own?.disabled === 'boolean' && { disabled: own.disabled }),
    ...(own?.unknown && { unknown: own.unknown }),
  };
}
