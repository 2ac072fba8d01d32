import type { Line } from '../../../artifacts/view/value-lines';
import type { ValuePointer } from '../../../events/event';
import type { ValueCalls } from '../../value-calls';
import { escaped } from './html';
import type { PageWords } from './page-words';

/** Of one value: how deep, how many children of each part, how many lines in all. */
const [deepest, mostChildren, mostLines] = [3, 50, 300];

/** A value that has parts, as lines that fold; bounded. */
export async function treeHtml(
  pointer: ValuePointer,
  root: Line,
  values: Pick<ValueCalls, 'valueLines'>,
  words: PageWords,
): Promise<string> {
  let left = mostLines;

  async function html(line: Line, path: readonly number[]): Promise<string> {
    const key = line.key === undefined ? '' : `<span class="key">${escaped(line.key)}</span> `;
    const head = `${key}<span class="${line.hue}">${escaped(line.brief)}</span>`;
    if (line.count === 0 || path.length >= deepest || left <= 0) return `<div>${head}</div>`;
    const wanted = Math.min(line.count, mostChildren, left);
    left -= wanted;
    const children = (await values.valueLines(pointer, path, 0, wanted)) ?? [];
    const inside: string[] = [];
    for (const [at, child] of children.entries()) inside.push(await html(child, [...path, at]));
    if (line.count > wanted)
      inside.push(`<div class="note">${escaped(words.more(line.count - wanted))}</div>`);
    return `<details${path.length === 0 ? ' open' : ''}><summary>${head}</summary>${inside.join('')}</details>`;
  }

  return `<div class="tree">${await html(root, [])}</div>`;
}
