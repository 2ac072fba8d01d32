import { compileNotebook } from '$lib/notebook/compile-notebook';
import type { Cell, CompiledNotebook, Notebook } from '$lib/notebook/notebook';
import { readNotebook } from '$lib/notebook/read-notebook';

/** A notebook of code cells, `name: text`. */
export const notebookOf = (cells: Readonly<Record<string, string>>, more: Partial<Cell> = {}): Notebook => ({
  preamble: '',
  cells: Object.entries(cells).map(([name, text]) => ({
    id: `id-${name}`,
    name,
    kind: 'code',
    text,
    ...more,
  })),
});

export const compile = (cells: Readonly<Record<string, string>> | string): CompiledNotebook =>
  compileNotebook(typeof cells === 'string' ? readNotebook(cells) : notebookOf(cells));

type Module = {
  default(
    scope: object,
    importModule: (specifier: string) => Promise<object>,
  ): Promise<Record<string, unknown>>;
};

/** Runs compiled cells as a location does: each module's text imported, its names handed on. */
export async function run(
  { cells, errors }: CompiledNotebook,
  modules: Readonly<Record<string, object>> = {},
): Promise<Record<string, unknown>> {
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  const values = new Map<string, Record<string, unknown>>();
  for (const { id, code, uses } of cells) {
    const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`;
    const module: Module = await import(/* @vite-ignore */ url);
    const scope = Object.fromEntries(
      Object.entries(uses).map(([name, owner]) => [name, values.get(owner)![name]]),
    );
    values.set(id, await module.default(scope, async (specifier) => modules[specifier]!));
  }
  return Object.assign({}, ...values.values());
}
