import { definedAt, type LocateFrames, type Located } from './defined-at';
import type { ExportedDefinition } from './exported-definitions';

/**
 * The name of an op, graph or hook: the one it was given, else the one that a cell binds it to, else its function's,
 * else the one that the line binds on which it was made.
 */
export type NameOf = (definition: object) => string | undefined;

interface Nameable extends Located {
  readonly options?: { readonly name?: string };
  readonly compute?: { readonly name: string };
  readonly compose?: { readonly name: string };
  readonly run?: { readonly name: string };
}

export function definitionNames(
  named: ReadonlyMap<unknown, ExportedDefinition>,
  locate?: LocateFrames,
): NameOf {
  return (definition) => {
    const { options, compute, compose, run } = definition as Nameable;
    const own = options?.name ?? named.get(definition)?.exportName;
    const name = own ?? (compute ?? compose ?? run)?.name;
    return name || locate?.((definition as Nameable)[definedAt]?.stack ?? '')[0]?.binding;
  };
}
