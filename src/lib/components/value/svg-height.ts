const [usual, most] = [320, 1600];

/** Pixels that a drawing wants, by what its first tag says; bounded. It is parsed by nobody here but by its text. */
export function svgHeight(svg: string): number {
  const tag = /<svg\b[^>]*>/i.exec(svg)?.[0] ?? '';
  const height = Number(/\bheight=["']?([\d.]+)(?:px)?["'\s>]/i.exec(tag)?.[1]);
  const [, , boxHeight] = (
    /\bviewBox=["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)/i.exec(tag) ?? []
  ).map(Number);
  const found = height || boxHeight || usual;
  return Math.min(Number.isFinite(found) ? Math.ceil(found) : usual, most);
}
