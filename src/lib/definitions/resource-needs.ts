import type { ResourceDefinition } from './resource';

/**
 * The resources that something requires: their keys, `["db"]`, or definitions by key, `{ db: warehouse }`, which types
 * `context.resources`. What the location binds to a key comes before the definition that is given here.
 */
export type ResourceNeeds = readonly string[] | Readonly<Record<string, ResourceDefinition>>;

type ResourceValue<Definition> = Definition extends ResourceDefinition<infer Value> ? Value : never;

/** `context.resources` of what requires `Needs`. */
export type ResourcesOf<Needs> = Needs extends readonly string[]
  ? { readonly [Key in Needs[number]]: unknown }
  : Needs extends Readonly<Record<string, ResourceDefinition>>
    ? { readonly [Key in keyof Needs]: ResourceValue<Needs[Key]> }
    : Readonly<Record<string, unknown>>;

const none: readonly never[] = [];

export const resourceKeys = (needs: ResourceNeeds | undefined = none): readonly string[] =>
  Array.isArray(needs) ? (needs as readonly string[]) : Object.keys(needs);
