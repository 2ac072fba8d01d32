import type { AssetIn, AssetReference, ValueIn } from './asset-in';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import { splitOptions } from './options-and-function';
import type { ResourceDefinition } from './resource';

/** What a view cell is computed from, by the name it receives it under: assets and inputs (`view.slider()` …). */
export type ViewUses = Readonly<Record<string, AssetReference | AssetIn | ResourceDefinition>>;

/** What the function of a view cell receives: the stored value of an asset, what an input has now. */
export type ValuesOf<Uses> = {
  readonly [Name in keyof Uses]: Uses[Name] extends ResourceDefinition<infer Value> ? Value : ValueIn<Uses[Name]>;
}; // prettier-ignore

/** A cell that shows something and makes nothing: no asset, no event; a run knows nothing of it. */
export interface ViewCellDefinition extends Located {
  readonly [kind]: 'view';
  readonly uses: ViewUses;
  readonly compute: (values: never) => unknown;
}

/** `view(uses, function)`, or the function alone: see `view`. Throws where the function is missing. */
export function viewCell<Result>(
  compute: (values: Readonly<Record<never, never>>) => Result,
): ViewCellDefinition;
export function viewCell<const Uses extends ViewUses>(
  uses: Uses,
  compute: (values: ValuesOf<Uses>) => unknown,
): ViewCellDefinition;
export function viewCell(...given: unknown[]): ViewCellDefinition {
  const [uses, compute] = splitOptions<ViewUses, ViewCellDefinition['compute']>('view', given);
  return { [kind]: 'view', [definedAt]: callSite(), uses, compute };
}
