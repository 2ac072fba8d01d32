import { stableJson } from '../base/stable-json';
import type { Json } from '../base/json';
import type { Cell } from './notebook';

/** Whether two cells say the same, whatever their ids and wherever they come from. */
export function sameCell(a: Cell, b: Cell): boolean {
  return (
    a.kind === b.kind &&
    a.text === b.text &&
    a.name === b.name &&
    a.hide === b.hide &&
    a.disabled === b.disabled &&
    sameJson(a.unknown ?? {}, b.unknown ?? {})
  );
}

export const sameJson = (a: unknown, b: unknown): boolean => stableJson(a as Json) === stableJson(b as Json);
