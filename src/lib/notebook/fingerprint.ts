import type { Node } from 'acorn';
import { hashOf } from '../base/hash';

const places = new Set(['start', 'end', 'loc', 'raw', 'range']);

/**
 * The hash of a program's tree: the same for texts that differ in comments, white space, quotes, parentheses or
 * semicolons only. With the string literals in it.
 */
export function fingerprint(node: Node): { readonly hash: string; readonly strings: readonly string[] } {
  const strings: string[] = [];
  const text = JSON.stringify(node, function (this: Record<string, unknown>, key: string, value: unknown) {
    if (places.has(key) && this.type !== undefined) return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (this.type === 'Literal' && key === 'value' && typeof value === 'string') strings.push(value);
    return value;
  });
  return { hash: hashOf(text), strings };
}
