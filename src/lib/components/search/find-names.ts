/** What can be found by its name. */
export interface Findable {
  readonly name: string;
  /** What else a word may be in, such as the title of its notebook; it counts less than the name. */
  readonly about?: string;
}

/** Names made ready, once, to be searched at every keystroke. */
export type NameIndex<Thing extends Findable> = readonly {
  readonly thing: Thing;
  readonly name: string;
  readonly about: string;
}[];

export const nameIndex = <Thing extends Findable>(things: readonly Thing[]): NameIndex<Thing> =>
  things.map((thing) => ({
    thing,
    name: thing.name.toLowerCase(),
    about: thing.about?.toLowerCase() ?? '',
  }));

/**
 * The `most` things that fit `text` best, best first; all words of it must be found. A whole name comes before its
 * beginning, then the beginning of a part of it (`dough` in `mixedDough`), any place of it, what it is about, and
 * last its letters in order, from where a part of a short name begins (`mxd`). Of two as good the shorter name comes first, then the one that came first.
 */
export function findNames<Thing extends Findable>(
  index: NameIndex<Thing>,
  text: string,
  most = 50,
): readonly Thing[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const best: { readonly thing: Thing; readonly score: number }[] = [];
  for (const { thing, name, about } of index) {
    let score = -Math.min(name.length, 999) / 1000;
    for (const word of words) {
      const quality = qualityOf(word, name, thing.name, about);
      if (quality === 0) {
        score = -Infinity;
        break;
      }
      score += quality;
    }
    const worst = best.length < most ? -Infinity : best.at(-1)!.score;
    if (score <= worst) continue;
    best.splice(placeOf(best, score), 0, { thing, score });
    if (best.length > most) best.pop();
  }
  return best.map(({ thing }) => thing);
}

/** After all that are at least as good. */
function placeOf(best: readonly { readonly score: number }[], score: number): number {
  let [low, high] = [0, best.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (best[middle]!.score >= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function qualityOf(word: string, name: string, written: string, about: string): number {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 6 : 5;
  if (at > 0) return startsPart(word, name, written, at) ? 4 : 3;
  if (about.includes(word)) return 2;
  return name.length <= longestAbbreviated && hasLetters(word, name, written) ? 1 : 0;
}

/** A sentence has any letters in order. */
const longestAbbreviated = 60;

const beginsPart = (name: string, written: string, place: number): boolean =>
  place === 0 || /[^\p{L}\p{N}]/u.test(name[place - 1]!) || /\p{Lu}/u.test(written[place] ?? '');

/** Whether the word begins a part of the name, at `at` or further on. */
function startsPart(word: string, name: string, written: string, at: number): boolean {
  for (let place = at; place > 0; place = name.indexOf(word, place + 1)) {
    if (beginsPart(name, written, place)) return true;
  }
  return false;
}

function hasLetters(word: string, name: string, written: string): boolean {
  let from = -1;
  for (const letter of word) {
    const isFirst = from < 0;
    from = name.indexOf(letter, from + 1);
    while (isFirst && from > 0 && !beginsPart(name, written, from)) from = name.indexOf(letter, from + 1);
    if (from < 0) return false;
  }
  return true;
}
