import type { Located } from './defined-at';
import type { ExportedDefinition } from './exported-definitions';

/** The name of an op, graph or hook: the one it was given, else the one that a cell binds it to, else its function's. */
export type NameOf = (definition: object) => string | undefined;

interface Nameable extends Located {
  readonly options?: { readonly name?: string };
  readonly compute?: { readonly name: string };
  readonly compose?: { readonly name: string };
  readonly run?: { readonly name: string };
}

export function definitionNames(named: ReadonlyMap<unknown, ExportedDefinition>): NameOf {
  return (definition) => {
    const { options, compute, compose, run } = definition as Nameable;
    const own = options?.name ?? named.get(definition)?.exportName;
    return own ?? ((compute ?? compose ?? run)?.name || undefined);
  };
}
