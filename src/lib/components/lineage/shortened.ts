/** `text` in at most `columns` of a fixed-width font (East Asian letters take two), its end kept: names differ there. */
export function shortened(text: string, columns: number): string {
  const widths = [...text].map((letter) => ({
    letter,
    width: /[ᄀ-ᇿ⺀-꟏가-힣豈-﫿︰-﹏＀-｠￠-￦]/.test(letter) ? 2 : 1,
  }));
  const total = widths.reduce((sum, { width }) => sum + width, 0);
  if (total <= columns) return text;
  let room = columns - 1;
  let kept = '';
  for (const { letter, width } of widths.reverse()) {
    if ((room -= width) < 0) break;
    kept = letter + kept;
  }
  return `…${kept}`;
}
