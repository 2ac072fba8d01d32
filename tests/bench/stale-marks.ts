import { editedAssets, editedCells } from '../../src/lib/components/notebook/edited-assets';
import { cellUsers } from '../../src/lib/notebook/cell-users';
import type { Cell } from '../../src/lib/notebook/notebook';
import { median, type Measure } from './measure';

const count = 10_000;
const limit = 20;

/** From a keystroke to the set of assets that it makes stale: the first of 10,000 in a chain of hundreds. */
export const staleMarks: Measure = async () => {
  const cells = Array.from({ length: count }, (_, at): Cell => {
    const ins = at === 0 ? '' : `{ ins: { a${Math.floor((at - 1) / 2)} } }, `;
    return { id: `c${at}`, kind: 'code', text: `export const a${at} = asset(${ins}() => ${at});` };
  });
  const downstream = new Map(
    cells.map((_, at) => [
      `a${at}`,
      [`a${2 * at + 1}`, `a${2 * at + 2}`].slice(0, Math.max(0, count - 2 * at - 1)),
    ]),
  );
  const loaded = new Map(cells.map((cell) => [cell.id, cell]));
  // Once for each text that is loaded.
  const users = cellUsers(cells);
  let marked = 0;
  const took = await median(9, async () => {
    const typed = cells.with(0, { ...cells[0]!, text: `${cells[0]!.text} // ${Math.random()}` });
    const start = performance.now();
    const stale = editedAssets(
      editedCells(typed, loaded),
      users,
      (cell) => [cell.replace('c', 'a')],
      downstream,
    );
    marked = stale.size;
    return performance.now() - start;
  });
  return [
    {
      what: `edit to stale marks, ${marked} of ${count} assets`,
      value: `${took.toFixed(1)} ms`,
      yardstick: `the aim of ${limit} ms`,
      ratio: took / limit,
      aim: { atMost: 1 },
    },
  ];
};
