import type { Say } from '../../location/inside/say';

/** Milliseconds between two words at first; the gap doubles with every so many words, since each is kept in the log. */
const [firstGap, wordsPerGap] = [200, 50];
const longestText = 300;

/**
 * `context.progress`: the first word and the end go out at once, those between at most as often as
 * the log of a run bears. A fraction outside 0…1 is brought inside.
 */
export function progressSayer(say: Say, now: () => number = Date.now) {
  let lastTime = -Infinity;
  let lastFraction = -1;
  let words = 0;

  return (fraction: number, text?: string): void => {
    const part = Math.min(1, Math.max(0, Number(fraction) || 0));
    const gap = firstGap * 2 ** Math.floor(words / wordsPerGap);
    const isEnd = part === 1 && lastFraction !== 1;
    if (!isEnd && now() - lastTime < gap) return;
    lastTime = now();
    lastFraction = part;
    words++;
    say({
      type: 'progress',
      fraction: part,
      ...(text !== undefined && { text: String(text).slice(0, longestText) }),
    });
  };
}
