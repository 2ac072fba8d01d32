import type { CompiledNotebook } from '../notebook/notebook';
import type { Isolate, LoadResult } from './isolate';
import { moduleTexts, type ModuleTexts } from './module-texts';

/** Loads a notebook into an isolate, with the texts of those packages of `available` that its cells import. */
export async function loadLocation(
  isolate: Isolate,
  notebook: CompiledNotebook,
  available: ModuleTexts = {},
): Promise<LoadResult> {
  return isolate.load({ notebook, modules: await moduleTexts(notebook, available) });
}
