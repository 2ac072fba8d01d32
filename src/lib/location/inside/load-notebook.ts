import { parseSelection } from '../../graph/selection/parse-selection';
import { DagbookError, type SerializedError } from '../../base/errors';
import * as dagbook from '../../definitions';
import { collectDefinitions, type CollectedDefinitions } from '../../definitions/collect-definitions';
import type { DefinitionEntry } from '../../definitions/exported-definitions';
import { emptySnapshot } from '../../definitions/snapshot';
import type { ArrowModule } from '../../artifacts/codecs/arrow-codec';
import { locateFrames } from '../../notebook/locate-frames';
import type { CompiledCell, CompiledNotebook } from '../../notebook/notebook';
import type { LoadRequest, LoadResult } from '../isolate';
import type { LoadedNotebook } from './loaded-notebook';
import { locateError } from './locate-error';
import { moduleLoader, type ImportModule, type ImportText } from './module-loader';

/** The default export of a compiled cell (see `CompiledCell`). */
type Evaluate = (
  scope: Record<string, unknown>,
  importModule: ImportModule,
) => Promise<Record<string, unknown>>;

/** Evaluates the cells in their order, and reads the definitions they export. A cell that throws breaks only what uses it. */
export async function loadNotebook(
  { notebook, modules }: LoadRequest,
  importText: ImportText,
): Promise<{ loaded: LoadedNotebook; result: LoadResult }> {
  const importModule = moduleLoader(
    { own: { dagbook }, texts: modules, pins: notebook.packages },
    importText,
  );
  const scope: Record<string, unknown> = {};
  const broken = new Map<string, CompiledCell>();
  const entries: DefinitionEntry[] = [];
  const errors: SerializedError[] = [];

  for (const cell of notebook.cells) {
    try {
      refuseBroken(cell, broken);
      const { default: evaluate } = (await importText(cell.code)) as { default: Evaluate };
      const defs = await evaluate(pick(scope, Object.keys(cell.uses)), importModule);
      for (const name of cell.defs) scope[name] = defs[name];
      for (const name of cell.defs) entries.push(entryOf(name, defs[name], cell, notebook));
    } catch (error) {
      broken.set(cell.id, cell);
      errors.push(locateError(error, notebook, nameOf(cell)));
    }
  }
  const { snapshot, runtime } = collected(entries, notebook);
  // Cells import it, or a file of the notebook is read with it.
  const hasArrow = Object.hasOwn(modules, 'apache-arrow');
  return {
    loaded: {
      bundle: notebook.hash,
      definitions: runtime,
      codecModules: async () =>
        hasArrow ? { arrow: (await importModule('apache-arrow')) as ArrowModule } : {},
      importReader: importModule,
      locate: (thrown) => locateError(thrown, notebook),
    },
    result: { snapshot, errors },
  };
}

/** What cells export may be anything, such as a proxy that throws at every touch. */
function collected(entries: readonly DefinitionEntry[], notebook: CompiledNotebook): CollectedDefinitions {
  try {
    return collectDefinitions(entries, (stack) => locateFrames(stack, notebook), parseSelection);
  } catch (thrown) {
    const errors = [locateError(thrown, notebook)];
    const runtime = { nodes: new Map(), resources: new Map(), hooks: new Map(), automations: new Map() };
    return { snapshot: { ...emptySnapshot, errors }, runtime };
  }
}

const nameOf = (cell: CompiledCell) => cell.name ?? cell.id;

const pick = (scope: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, scope[name]]));

const entryOf = (
  name: string,
  value: unknown,
  cell: CompiledCell,
  notebook: CompiledNotebook,
): DefinitionEntry => ({
  name,
  value,
  cell: cell.id,
  cellName: cell.name,
  codeVersion: notebook.codeVersions[name] ?? '',
  isExported: cell.exports.includes(name),
  keyPrefix: notebook.keyPrefix,
});

function refuseBroken(cell: CompiledCell, broken: ReadonlyMap<string, CompiledCell>): void {
  for (const [name, owner] of Object.entries(cell.uses)) {
    const culprit = broken.get(owner);
    if (!culprit) continue;
    throw new DagbookError(`It uses "${name}" of the cell "${nameOf(culprit)}", which failed`, {
      name: 'BrokenUpstreamCell',
      remedy: `Mend the cell "${nameOf(culprit)}" first.`,
      at: { cell: nameOf(cell) },
    });
  }
}
