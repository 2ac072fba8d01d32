import { diff3MergeRegions, type IUnstableRegion } from 'node-diff3';

/** Characters of a disputed part, above which comparing it character by character would be felt while typing. */
const longestPart = 4000;

/**
 * Joins two texts that both come from `base`: by lines, and where both touched the same lines by characters. What both
 * inserted at one place stands there twice, mine first, unless the one begins with the other. `undefined` where they
 * contradict each other: both changed the same characters, or one inserted where the other deleted.
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | undefined {
  // Lines that say the same can hide what was only inserted; characters do not.
  const characters = () => mergeCharacters(mine, base, theirs);
  const lines = () =>
    joined(diff3MergeRegions(linesOf(mine), linesOf(base), linesOf(theirs)), (part) =>
      mergeCharacters(...contents(part)),
    );
  const onlyInserted = holdsInOrder(mine, base) && holdsInOrder(theirs, base);
  return onlyInserted ? (characters() ?? lines()) : (lines() ?? characters());
}

function holdsInOrder(text: string, part: string): boolean {
  let found = 0;
  for (const unit of text) if (part.startsWith(unit, found)) found += unit.length;
  return found === part.length;
}

function mergeCharacters(mine: string, base: string, theirs: string): string | undefined {
  if (mine.length + base.length + theirs.length > longestPart) return undefined;
  return joined(diff3MergeRegions([...mine], [...base], [...theirs]), bothInserted);
}

const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

type Disputed = IUnstableRegion<string>;

const contents = ({ aContent, oContent, bContent }: Disputed) =>
  [aContent, oContent, bContent].map((parts) => parts.join('')) as [string, string, string];

function joined(
  regions: ReturnType<typeof diff3MergeRegions<string>>,
  settle: (part: Disputed) => string | undefined,
): string | undefined {
  let text = '';
  for (const region of regions) {
    const part = region.stable ? region.bufferContent.join('') : settle(region);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

function bothInserted(part: Disputed): string | undefined {
  const [mine, before, theirs] = contents(part);
  if (mine === theirs) return mine;
  if (before) return undefined;
  // A text and what it was a moment before it was typed on.
  if (mine.startsWith(theirs)) return mine;
  return theirs.startsWith(mine) ? theirs : mine + theirs;
}
