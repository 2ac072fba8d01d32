import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeTexts } from '$lib/notebook/merge-texts';

it.each<[string, string, string, string, string | undefined]>([
  ['different lines', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', 'A\nb\nC\n'],
  ['lines beside each other', 'a\nb\n', 'A\nb\n', 'a\nB\n', 'A\nB\n'],
  ['two ends of one line', 'f(x)', 'f(x);', 'const y = f(x)', 'const y = f(x);'],
  ['both typed at the end', 'x', 'x one', 'x two', 'x one two'],
  ['both added a line', 'x', 'x\none', 'x\ntwo', 'x\none\ntwo'],
  ['both did the same', 'x', 'xy', 'xy', 'xy'],
  ['one typed on what is stored by half', 'x', 'xabc', 'xab', 'xabc'],
  ['a surrogate pair beside another', '', '😀', '😁', '😀😁'],
  ['the same word, changed', 'one', 'two', 'six', undefined],
  ['typing in what the other deletes', 'abc', 'abXc', '', undefined],
])('%s', (_, base, mine, theirs, merged) => {
  expect(mergeTexts(base, mine, theirs)).toBe(merged);
});

type Edit = readonly [side: 0 | 1, at: number, remove: number, typed: string, seen: boolean];

/** Two tabs on one text: each edits its screen, saves over what it saw last, and takes in what is stored. */
function typedInTwoTabs(start: string, edits: readonly Edit[]) {
  let stored = start;
  const tabs = [0, 1].map(() => ({ screen: start, seen: start }));
  for (const [side, at, remove, typed, syncs] of edits) {
    const tab = tabs[side]!;
    const from = at % (tab.screen.length + 1);
    tab.screen = tab.screen.slice(0, from) + typed + tab.screen.slice(from + remove);
    for (const each of syncs ? [tab, ...tabs] : []) {
      const merged = mergeTexts(each.seen, each.screen, stored);
      if (merged === undefined) return undefined;
      stored = each.screen = each.seen = merged;
    }
  }
  return { stored, screens: tabs.map(({ screen }) => screen) };
}

const typed = (letters: string[]) =>
  fc.array(fc.constantFrom(...letters), { maxLength: 6 }).map((parts) => parts.join(''));
const count = (text: string, letter: string) => text.split(letter).length - 1;

it('two tabs that type in one cell at once: every character is there, and both show the same', () => {
  const edit = (side: 0 | 1, letters: string[]) =>
    fc.tuple(fc.constant(side), fc.nat(60), fc.constant(0), typed(letters), fc.boolean());
  const edits = fc.array(fc.oneof(edit(0, ['a', 'b', '\n']), edit(1, ['y', 'z', ' '])), { maxLength: 12 });
  fc.assert(
    fc.property(edits, (edits) => {
      const end = typedInTwoTabs('const x = 1;\n', [...edits, [0, 0, 0, '', true], [1, 0, 0, '', true]])!;
      const all = `const x = 1;\n${edits.map(([, , , text]) => text).join('')}`;
      expect([...end.stored].toSorted().join('')).toBe([...all].toSorted().join(''));
      expect(end.screens).toEqual([end.stored, end.stored]);
    }),
    { numRuns: 300 },
  );
});

it('where one deletes, too, what was typed is there, or the contradiction is told', () => {
  const at = fc.tuple(fc.nat(30), fc.nat(4));
  // A letter typed over the same letter is no edit, so the text begins without those that are counted.
  const start = fc.string().map((text) => text.replace(/[az]/g, '-'));
  fc.assert(
    fc.property(start, typed(['a', '\n']), typed(['z', ' ']), at, at, (base, a, z, here, there) => {
      const edited = (text: string, [from, removed]: [number, number]) =>
        base.slice(0, from) + text + base.slice(from + removed);
      const [mine, theirs] = [edited(a, here), edited(z, there)];
      expect(mergeTexts(base, mine, base)).toBe(mine);
      expect(mergeTexts(base, base, theirs)).toBe(theirs);
      const merged = mergeTexts(base, mine, theirs);
      if (merged === undefined) return;
      expect(count(merged, 'a')).toBeGreaterThanOrEqual(count(a, 'a'));
      expect(count(merged, 'z')).toBeGreaterThanOrEqual(count(z, 'z'));
    }),
    { numRuns: 300 },
  );
});
