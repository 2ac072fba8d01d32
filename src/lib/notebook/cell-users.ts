import type { Cells } from './cell-edits';
import { guessNames } from './guess-names';

const names = (text: string) => guessNames(text).filter((name) => !name.startsWith('_'));
const words = (text: string) => new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);

/**
 * Which cells speak of names that a cell defines, by cell. It is what the texts tell without being parsed: a word in a
 * comment counts too.
 */
export function cellUsers(cells: Cells): ReadonlyMap<string, readonly string[]> {
  const code = cells.filter(({ kind }) => kind === 'code');
  const owners = new Map(code.flatMap(({ id, text }) => names(text).map((name) => [name, id])));
  const uses = code.flatMap(({ id, text }) => {
    const used = new Set([...words(text)].flatMap((word) => owners.get(word) ?? []));
    used.delete(id);
    return [...used].map((owner) => ({ owner, id }));
  });
  return new Map(
    Array.from(Map.groupBy(uses, ({ owner }) => owner), ([owner, all]) => [owner, all.map(({ id }) => id)]), // prettier-ignore
  );
}
